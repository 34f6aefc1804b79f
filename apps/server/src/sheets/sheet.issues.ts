import { type SheetIssue } from '#contracts';

/** More issues than this are counted and not listed. */
const LISTED = 1000;

/** Where in a spreadsheet something is. */
export interface SheetPlace {
  sheet: string;
  row?: number | null;
  column?: string | null;
  value?: string | null;
}

/** Collects what is wrong with a spreadsheet, so that one upload shows all of it. */
export class SheetIssues {
  private readonly found: SheetIssue[] = [];
  private readonly refused = new Set<string>();
  errors = 0;
  warnings = 0;

  error(place: SheetPlace, zh: string, en: string): void {
    this.errors += 1;
    if (place.row !== undefined && place.row !== null) this.refused.add(`${place.sheet}\0${place.row}`);
    this.add('error', place, zh, en);
  }

  warning(place: SheetPlace, zh: string, en: string): void {
    this.warnings += 1;
    this.add('warning', place, zh, en);
  }

  /** Has this row an error? */
  isRefused(sheet: string, row: number): boolean {
    return this.refused.has(`${sheet}\0${row}`);
  }

  /** Errors first, then by sheet and row. */
  list(): SheetIssue[] {
    const rank = (issue: SheetIssue) => (issue.severity === 'error' ? 0 : 1);
    return this.found
      .toSorted(
        (one, other) => rank(one) - rank(other) || (one.sheet === other.sheet ? (one.row ?? 0) - (other.row ?? 0) : 0),
      )
      .slice(0, LISTED);
  }

  private add(
    severity: SheetIssue['severity'],
    { sheet, row, column, value }: SheetPlace,
    zh: string,
    en: string,
  ): void {
    const kept = severity === 'error' ? this.errors : this.warnings;
    if (kept > LISTED) return;
    const shown = value === undefined || value === null ? null : value.slice(0, 100);
    this.found.push({ severity, sheet, row: row ?? null, column: column ?? null, value: shown, zh, en });
  }
}
