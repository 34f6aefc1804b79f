import { type Issues, type Severity } from './issues.js';
import { type ReadLimits } from './limits.js';
import { WaylineError } from './wayline.error.js';
import { type XmlElement } from './xml.node.js';

/** What reading one file knows besides the element at hand. */
export class Reading {
  private waypoints = 0;

  constructor(
    readonly file: string,
    readonly issues: Issues,
    readonly limits: ReadLimits,
  ) {}

  note(severity: Severity, element: XmlElement, code: string, zh: string, en: string): void {
    this.issues.add(severity, { file: this.file, line: element.line }, element.name, code, zh, en);
  }

  error(element: XmlElement, code: string, zh: string, en: string): WaylineError {
    return new WaylineError(code, { file: this.file, line: element.line }, zh, en, this.issues.all());
  }

  /** Throws at the waypoint that is one too many. */
  countWaypoint(element: XmlElement): void {
    if (++this.waypoints <= this.limits.waypoints) return;
    throw this.error(
      element,
      'too_many_waypoints',
      `航点超过 ${this.limits.waypoints} 个，请拆成多条航线`,
      `has more than ${this.limits.waypoints} waypoints; split the route`,
    );
  }
}
