/** What in a route a finding is about. All numbers count from 0. */
export interface RoutePlace {
  leg?: number;
  waypoint?: number;
  /** The segment from this waypoint to the next. */
  segment?: number;
  /** Number of the action group in its waypoint, and of the action in its group. */
  group?: number;
  action?: number;
  /** Member of ours, such as `mission.finish` or `turn.damping`. */
  field?: string;
}

/** A rule that a route breaks. */
export interface RouteFinding {
  /** Stable, such as `speed_out_of_range`. */
  code: string;
  /** error: a dock refuses the route or flies it otherwise than meant. warning: look at it. */
  severity: 'error' | 'warning';
  place: RoutePlace;
  /** Names the place (waypoints from 1, as on the screen), the rule and the remedy. */
  zh: string;
  en: string;
}

/** A route with a fault in each of 65,535 waypoints needs no list of them all. */
const MAX_FINDINGS = 1_000;

/** Collects findings and puts the place into words. */
export class Findings {
  readonly list: RouteFinding[] = [];
  private surplus = 0;

  constructor(private readonly legs: number) {}

  error(code: string, place: RoutePlace, zh: string, en: string): void {
    this.add('error', code, place, zh, en);
  }

  warning(code: string, place: RoutePlace, zh: string, en: string): void {
    this.add('warning', code, place, zh, en);
  }

  /** Everything found, and how much more there was. */
  all(): RouteFinding[] {
    if (this.surplus === 0) return this.list;
    const zh = `另有 ${this.surplus} 个问题未列出，请先处理以上问题`;
    const en = `${this.surplus} more findings are not listed; deal with these first`;
    return [...this.list, { code: 'more_findings', severity: 'error', place: {}, zh, en }];
  }

  private add(severity: 'error' | 'warning', code: string, place: RoutePlace, zh: string, en: string): void {
    if (this.list.length >= MAX_FINDINGS) {
      this.surplus++;
      return;
    }
    const at = this.placeInWords(place);
    this.list.push({ code, severity, place, zh: at.zh ? `${at.zh}：${zh}` : zh, en: at.en ? `${at.en}: ${en}` : en });
  }

  private placeInWords({ leg, waypoint, segment, action }: RoutePlace): { zh: string; en: string } {
    const zh: string[] = [];
    const en: string[] = [];
    if (leg !== undefined && this.legs > 1) {
      zh.push(`第 ${leg + 1} 段`);
      en.push(`leg ${leg + 1}`);
    }
    if (waypoint !== undefined) {
      zh.push(`第 ${waypoint + 1} 航点`);
      en.push(`waypoint ${waypoint + 1}`);
    }
    if (segment !== undefined) {
      zh.push(`第 ${segment + 1} 至第 ${segment + 2} 航点之间`);
      en.push(`between waypoints ${segment + 1} and ${segment + 2}`);
    }
    if (action !== undefined) {
      zh.push(`第 ${action + 1} 个动作`);
      en.push(`action ${action + 1}`);
    }
    return { zh: zh.join(''), en: en.join(', ') };
  }
}

/** A number must be there and within bounds. */
export interface Range {
  /** Name of the quantity with its unit. */
  zh: string;
  en: string;
  unit: string;
  low: number;
  high: number;
}

/** Tells of a number that is missing or outside its bounds: `<code>_missing`, `<code>_out_of_range`. */
export function checkRange(
  findings: Findings,
  code: string,
  place: RoutePlace,
  value: number | undefined,
  range: Range,
): void {
  const { zh, en, unit, low, high } = range;
  if (value === undefined) {
    findings.error(
      `${code}_missing`,
      place,
      `没有设置${zh}，请设为 ${low}–${high} ${unit}`,
      `no ${en} is set; set ${low} to ${high} ${unit}`,
    );
  } else if (!(value >= low && value <= high)) {
    findings.error(
      `${code}_out_of_range`,
      place,
      `${zh} ${value} ${unit}超出 ${low}–${high} ${unit}，请改到范围内`,
      `the ${en} of ${value} ${unit} is not within ${low} to ${high} ${unit}`,
    );
  }
}
