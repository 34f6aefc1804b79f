import { type GeoPoint } from '#geo';
import { type RoutePlace } from '#wayline';
import { type FlownStretch } from './flown.path.js';

/** What in a route a finding is about; all numbers count from 0. */
export interface FindingPlace extends RoutePlace {
  /** The way from the dock to the first waypoint, or from the last one back. */
  part?: 'approach' | 'return';
  /** Where on the ground the rule is broken worst. */
  longitude?: number;
  latitude?: number;
}

/** A rule that a route breaks, or something to look at. */
export interface RouteFinding {
  /** Stable, such as `above_120_metres`. */
  code: string;
  /** error: it may not be approved; warning: look at it; info: nothing is wrong. */
  severity: 'error' | 'warning' | 'info';
  place: FindingPlace;
  /** Names the place (waypoints from 1, as on the screen), the rule and the remedy. */
  zh: string;
  en: string;
}

/** A sentence in both languages. */
export interface Words {
  zh: string;
  en: string;
}

/** What belongs to one place of a flight: stretches of one leg, or of the way there or back. */
export interface Run {
  /** Of the first and the last offending stretch. */
  from: FlownStretch;
  to: FlownStretch;
  /** Of the worst. */
  worst: FlownStretch;
  place: GeoPoint;
}

/** Findings of one code beyond this many are counted, not listed. */
const MAX_OF_A_CODE = 40;

/** Collects findings of a flight, and puts their places into words. */
export class FlightFindings {
  private readonly list: RouteFinding[] = [];
  private readonly counts = new Map<string, number>();

  /** `ways`: whether the ways there and back are known; otherwise what is found on them is kept to itself. */
  constructor(
    private readonly legs: number,
    private readonly ways: boolean,
  ) {}

  /** About the whole route, or a member of it. */
  add(severity: RouteFinding['severity'], code: string, place: FindingPlace, words: Words): void {
    const count = (this.counts.get(code) ?? 0) + 1;
    this.counts.set(code, count);
    if (count <= MAX_OF_A_CODE) this.list.push({ code, severity, place, ...words });
  }

  /** About a part of the flight. */
  addRun(severity: RouteFinding['severity'], code: string, run: Run, words: Words): void {
    if (run.worst.part !== 'leg' && !this.ways) return;
    const at = this.wordsOf(run);
    const { part, leg, segment, waypoint } = run.worst;
    const { longitude, latitude } = run.place;
    const where = { longitude: rounded(longitude), latitude: rounded(latitude) };
    const place: FindingPlace =
      part === 'leg'
        ? {
            leg,
            ...(segment === undefined ? {} : { segment }),
            ...(waypoint === undefined ? {} : { waypoint }),
            ...where,
          }
        : { part, ...where };
    this.add(severity, code, place, { zh: `${at.zh}：${words.zh}`, en: `${at.en}: ${words.en}` });
  }

  /** Everything found, and how much more there was. */
  all(): RouteFinding[] {
    const more = [...this.counts].filter(([, count]) => count > MAX_OF_A_CODE);
    return [
      ...this.list,
      ...more.map(([code, count]): RouteFinding => ({
        code: 'more_findings',
        severity: 'error',
        place: {},
        zh: `另有 ${count - MAX_OF_A_CODE} 处同类问题（${code}）未列出，请先处理以上问题`,
        en: `${count - MAX_OF_A_CODE} more findings of ${code} are not listed; deal with these first`,
      })),
    ];
  }

  private wordsOf({ from, to }: Run): Words {
    if (from.part === 'approach') return { zh: '飞往首航点途中', en: 'on the way to the first waypoint' };
    if (from.part === 'return') return { zh: '返航途中', en: 'on the way home' };
    const leg = this.legs > 1 ? { zh: `第 ${from.leg! + 1} 段`, en: `leg ${from.leg! + 1}, ` } : { zh: '', en: '' };
    const first = from.segment ?? from.waypoint;
    const last = to.segment ?? to.waypoint;
    if (first === undefined || last === undefined)
      return { zh: `飞往第 ${from.leg! + 1} 段途中`, en: `on the way to leg ${from.leg! + 1}` };
    return {
      zh: `${leg.zh}第 ${first + 1} 至第 ${last + 2} 航点之间`,
      en: `${leg.en}between waypoints ${first + 1} and ${last + 2}`,
    };
  }
}

/** Degrees to a centimetre. */
function rounded(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7;
}

/** Whether two stretches belong to one place of a flight, so that what they break is one finding. */
export function sameRun(one: FlownStretch, other: FlownStretch): boolean {
  return one.part === other.part && one.leg === other.leg && (one.phase === 'transit') === (other.phase === 'transit');
}
