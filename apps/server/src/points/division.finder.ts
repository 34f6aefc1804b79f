import { type DivisionView } from '#contracts';
import { type Scope } from '../auth/scope.js';
import { type DivisionsService } from '../divisions/divisions.service.js';
import { type RowReader } from '../sheets/row.reader.js';

/** What people leave out of a village's name, or write in its place. */
const ENDINGS = /(村民委员会|居民委员会|村委会|居委会|社区居委会|社区|行政村|村|街道办事处|街道|镇|乡)$/;

/** Finds divisions by the words of a spreadsheet: a code, a name, or a name without 村委会. */
export class DivisionFinder {
  private readonly byCode: ReadonlyMap<string, DivisionView>;
  private readonly byParent = new Map<string, DivisionView[]>();

  constructor(divisions: DivisionsService, scope: Scope) {
    const all = divisions.list({ limit: Number.MAX_SAFE_INTEGER }, scope).items;
    this.byCode = new Map(all.map((division) => [division.code, division]));
    for (const division of all) {
      const parent = this.levelTwo(division) ? '' : (division.parentCode ?? '');
      this.byParent.set(parent, [...(this.byParent.get(parent) ?? []), division]);
    }
  }

  find(code: string): DivisionView | undefined {
    return this.byCode.get(code);
  }

  /**
   * The division of a row, by the column of codes, or by those of the town and the village. Null when it cannot be found;
   * the row then has an error that says why.
   */
  ofRow(row: RowReader, keys: { code: string; town: string; village: string }): DivisionView | null {
    const code = row.code(keys.code);
    const townWord = row.text(keys.town);
    const villageWord = row.text(keys.village);
    if (code !== null) return this.byCodeOf(row, keys.code, code);
    if (townWord === null) {
      row.error(keys.town, '镇街为空，请填写镇街或区划代码', 'the town is empty: write the town or the division code');
      return null;
    }
    const town = this.one(row, keys.town, townWord, '', '镇街', 'town');
    if (!town || villageWord === null) return town;
    return this.one(row, keys.village, villageWord, town.code, '村', 'village');
  }

  private byCodeOf(row: RowReader, key: string, code: string): DivisionView | null {
    const found = this.byCode.get(code);
    if (!found) {
      row.error(
        key,
        `没有区划代码“${code}”，或不在您的管辖范围内`,
        `there is no division "${code}", or it is outside your scope`,
      );
    }
    return found ?? null;
  }

  private one(row: RowReader, key: string, word: string, parent: string, zh: string, en: string): DivisionView | null {
    const children = this.byParent.get(parent) ?? [];
    const exact = children.filter(({ code, name }) => name === word || code === word.normalize('NFKC'));
    const found = exact.length > 0 ? exact : children.filter(({ name }) => bare(name) === bare(word));
    if (found.length === 1) return found[0]!;
    const codes = found.map(({ code, name }) => `${name} ${code}`).join('、');
    row.error(
      key,
      found.length === 0
        ? `没有${zh}“${word}”，或不在您的管辖范围内，请按行政区划中的名称填写`
        : `${zh}“${word}”有多个（${codes}），请改填区划代码`,
      found.length === 0
        ? `there is no ${en} "${word}", or it is outside your scope: write its name as in the list of divisions`
        : `several divisions are called "${word}" (${codes}): write the code instead`,
    );
    return null;
  }

  private levelTwo({ level }: DivisionView): boolean {
    return level === 'town' || level === 'zone';
  }
}

function bare(name: string): string {
  const text = name.normalize('NFKC').replaceAll(/\s/g, '');
  const short = text.replace(ENDINGS, '');
  return short === '' ? text : short;
}
