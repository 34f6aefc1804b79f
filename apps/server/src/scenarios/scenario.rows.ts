import { type Cadence, type ScenarioOutput } from '#contracts';
import { STATE_WORDS } from '../points/feature-point.sheet.js';
import { type Draft } from '../sheets/catalogue.import.js';
import { type RowReader } from '../sheets/row.reader.js';
import { type SheetTable } from '../sheets/sheet.table.js';
import { OUTPUT_WORDS, SPOT_WORDS, TARGET_WORDS, UNIT_WORDS } from './scenario.sheet.js';
import { type ScenarioValues } from './scenario.store.js';

type ScenarioDraft = Draft<ScenarioValues>;

/** What a row of the sheet of scenarios says; null without a code. Columns that are missing are left out of the values. */
export function scenarioDraft(row: RowReader): ScenarioDraft | null {
  const code = row.code('code');
  if (code === null) {
    row.error('code', '编码为空，请填写', 'the code is empty: fill it in');
    return null;
  }
  const values: Record<string, unknown> = {
    code,
    name: row.text('name') ?? '',
    ownerUnit: row.text('ownerUnit') ?? '',
  };
  const division = row.code('divisionCode');
  if (division !== null) values['divisionCode'] = division;
  if (row.has('purpose')) values['purpose'] = row.text('purpose') ?? '';
  if (row.has('ownerPerson')) values['ownerPerson'] = row.text('ownerPerson');
  if (row.has('checklist')) values['checklist'] = row.list('checklist', true);
  if (row.has('every')) values['cadence'] = cadenceOf(row);
  if (row.has('outputs')) values['outputs'] = outputsOf(row);
  if (row.has('tags')) values['tags'] = row.list('tags');
  if (row.has('state')) values['state'] = row.choice('state', STATE_WORDS) ?? 'active';
  return { row, code, values, version: row.number('version') };
}

/** Gives the scenarios their kinds of spots from a sheet of its own: a scenario with rows there has exactly those. */
export function addSpots(drafts: readonly ScenarioDraft[], table: SheetTable | null): void {
  eachPart(drafts, table, (row, draft, first) => {
    if (first) draft.values.spots = [];
    const kind = row.choice('kind', SPOT_WORDS);
    const name = row.text('class') ?? '';
    const deadlineDays = row.number('deadlineDays');
    if (kind !== null && name !== '' && deadlineDays !== null) {
      draft.values.spots!.push({ kind, class: name, deadlineDays });
    } else if (!row.isRefused) {
      row.error(null, '问题性质、问题类别、整改期限都要填写', 'kind, class and deadline must all be filled in');
    }
  });
}

/** Gives the scenarios their targets from a sheet of its own: a scenario with rows there has exactly those. */
export function addTargets(drafts: readonly ScenarioDraft[], table: SheetTable | null): void {
  eachPart(drafts, table, (row, draft, first) => {
    if (first) draft.values.targets = { featurePoints: [], divisions: [] };
    const kind = row.choice('kind', TARGET_WORDS);
    const target = row.code('target');
    if (kind !== null && target !== null) draft.values.targets![kind].push(target);
    else if (!row.isRefused)
      row.error(null, '对象类型和对象编码都要填写', 'kind and code of the target must be filled in');
  });
}

/** Calls back for each row of a further sheet with the scenario it belongs to; a row in error spoils its scenario. */
function eachPart(
  drafts: readonly ScenarioDraft[],
  table: SheetTable | null,
  take: (row: RowReader, draft: ScenarioDraft, first: boolean) => void,
): void {
  const byCode = new Map(drafts.map((draft) => [draft.code.toLowerCase(), draft]));
  const seen = new Set<ScenarioDraft>();
  for (const row of table?.rows ?? []) {
    const code = row.code('code');
    const draft = code === null ? undefined : byCode.get(code.toLowerCase());
    if (!draft) {
      row.error(
        'code',
        `“应用场景”表中没有编码“${code ?? ''}”，请先在该表填写这个场景`,
        `the sheet of scenarios has no code "${code ?? ''}": write the scenario there first`,
      );
      continue;
    }
    take(row, draft, !seen.has(draft));
    seen.add(draft);
    if (row.isRefused) {
      draft.row.error(
        null,
        `“${row.sheet}”第 ${row.nr} 行有误，该场景未导入`,
        `row ${row.nr} of "${row.sheet}" has an error, so that the scenario is not taken`,
      );
    }
  }
}

function cadenceOf(row: RowReader): Cadence | null {
  const every = row.number('every');
  const unit = row.choice('unit', UNIT_WORDS);
  const from = row.clock('from');
  const to = row.clock('to');
  if (every === null) return null;
  if (unit === null) {
    if (!row.isRefused) row.error('unit', '填了频次就要填频次单位', 'the cadence needs a unit');
    return null;
  }
  if ((from === null) !== (to === null) && !row.isRefused) {
    row.error(
      from === null ? 'from' : 'to',
      '时段的开始和结束要一起填写',
      'a window needs both its beginning and its end',
    );
  }
  return { every, unit, window: from !== null && to !== null ? { from, to } : null };
}

function outputsOf(row: RowReader): ScenarioOutput[] {
  return row.list('outputs').flatMap((word) => {
    const output = OUTPUT_WORDS.find(word);
    if (output) return [output];
    const list = OUTPUT_WORDS.labels.join('、');
    row.error('outputs', `“${word}”不是 ${list} 之一`, `"${word}" is none of ${list}`);
    return [];
  });
}
