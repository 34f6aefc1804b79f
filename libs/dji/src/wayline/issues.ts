import { nameOfPlace, type FilePlace } from './file.place.js';

/**
 * How grave a finding is. error: a part could not be read or breaks a rule, the route must not fly as it is. warning:
 * read by bending a rule, look at it. info: kept or left out without any effect on the flight.
 */
export type Severity = 'error' | 'warning' | 'info';

/** Something in a file that was not read as it stands. */
export interface RouteIssue {
  severity: Severity;
  file: string;
  /** From 1; 0 where there is none. */
  line: number;
  /** Name of the element, member or archive entry. */
  element: string;
  /** Stable, such as `unknown_element`. */
  code: string;
  zh: string;
  en: string;
  /** How often the same was found; the line is that of the first. */
  count: number;
}

/** A hostile file must not cost more than a strange one: beyond this many, findings are only counted. */
const MAX_ISSUES = 500;

/** Collects findings while a file is read: the same harmless finding again is counted, not repeated. */
export class Issues {
  private readonly list: RouteIssue[] = [];
  private readonly known = new Map<string, RouteIssue>();
  private surplus: RouteIssue | undefined;

  add(severity: Severity, place: FilePlace, element: string, code: string, zh: string, en: string): void {
    const key = `${severity === 'info' ? 0 : place.line} ${code} ${place.file} ${element}`;
    const same = this.known.get(key);
    if (same) {
      same.count++;
      return;
    }
    if (this.list.length >= MAX_ISSUES) {
      this.countSurplus(severity, place);
      return;
    }
    const at = nameOfPlace(place);
    const issue = { severity, ...place, element, code, zh: `${at.zh}：${zh}`, en: `${at.en}: ${en}`, count: 1 };
    this.known.set(key, issue);
    this.list.push(issue);
  }

  /** Everything found, in the order of the file. */
  all(): RouteIssue[] {
    return this.surplus ? [...this.list, this.surplus] : [...this.list];
  }

  private countSurplus(severity: Severity, place: FilePlace): void {
    this.surplus ??= {
      severity,
      ...place,
      element: '',
      code: 'more_issues',
      zh: `${place.file}：问题超过 ${MAX_ISSUES} 条，其余只计数，请先处理已列出的问题`,
      en: `${place.file}: more than ${MAX_ISSUES} findings, the rest is only counted; deal with those listed first`,
      count: 0,
    };
    this.surplus.count++;
    if (severity === 'error') this.surplus.severity = 'error';
  }
}
