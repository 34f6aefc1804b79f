import { joined, planeDistance, type LocalZone, type Stretch } from '#geo';
import { isOver, validityOf, type Validity } from './airspace.validity.js';
import { remedyOf } from './check.bounds.js';
import { insideOf, metresOfRun, piecesOf, worstOfRun } from './check.stretches.js';
import { type AirspaceArea, type FlightContext } from './flight.context.js';
import { boxesMeet, boxOfPath, boxOfZone, zoneOn } from './flight.frame.js';
import { betweenPoints, type FlownPath, type FlownPoint } from './flown.path.js';
import { FlightFindings } from './route.findings.js';

const CODES = { keep_out: 'in_keep_out', temporary: 'in_temporary_area', caution: 'in_caution_area' } as const;
const KINDS = {
  keep_out: { zh: '禁飞区', en: 'the keep-out area' },
  temporary: { zh: '临时管制区', en: 'the temporary area' },
  caution: { zh: '注意区', en: 'the area of caution' },
} as const;
/** Metres between the places at which height above ground is asked, where the terrain names no spacing. */
const PLAIN_SPACING = 200;

/** Keep-outs, temporary areas and areas of caution, on the whole flight with the ways there and back. */
export function checkAirspace(path: FlownPath, context: FlightContext, findings: FlightFindings): void {
  const box = boxOfPath(path);
  const seconds = path.points.at(-1)!.seconds;
  for (const area of context.airspace) {
    if (isOver(area, context, seconds) || !boxesMeet(box, boxOfZone(area.geometry))) continue;
    checkArea(path, area, validityOf(area, context), findings);
  }
}

/**
 * The keep-outs and temporary areas of the context that a flight enters, whenever they are in force. One whose shape cannot
 * be read counts as entered: nobody can say that it is not.
 */
export function areasEntered(path: FlownPath, context: FlightContext): AirspaceArea[] {
  const { at: _, now: __, ...always } = context;
  return context.airspace.filter((area) => {
    const findings = new FlightFindings(1, true);
    if (area.kind !== 'caution') checkAirspace(path, { ...always, airspace: [area] }, findings);
    return findings.all().length > 0;
  });
}

function checkArea(path: FlownPath, area: AirspaceArea, validity: Validity, findings: FlightFindings): void {
  const { kind, name } = area;
  let zone: LocalZone;
  try {
    zone = zoneOn(area.geometry, path.frame);
  } catch {
    findings.add(
      'error',
      'area_unreadable',
      {},
      {
        zh: `${KINDS[kind].zh}“${name}”的图形无效，无法检查，请重新绘制`,
        en: `the shape of ${KINDS[kind].en} "${name}" is not valid, so it cannot be checked; draw it again`,
      },
    );
    return;
  }
  const limited = area.floorMetres > 0 || area.ceilingMetres !== null;
  // Without heights nobody can say that the flight passes above or below.
  const clip = limited && path.heightsKnown;
  const find = (start: FlownPoint, end: FlownPoint) => {
    const inside = insideOf(zone, start, end);
    return clip && inside.length > 0 ? inside.flatMap((part) => between(path, area, start, end, part)) : inside;
  };
  const severity = kind === 'caution' || (kind === 'temporary' && !validity.certain) ? 'warning' : 'error';
  for (const run of piecesOf(path, find)) {
    const worst = worstOfRun(path, run, (place) => zone.distanceToEdge(place));
    const metres = Math.max(1, Math.round(metresOfRun(run)));
    const range = limited ? rangeOf(area) : { zh: '', en: '' };
    const remedy =
      kind === 'caution'
        ? { zh: '飞行时请留意', en: 'take care there' }
        : validity.certain || kind === 'keep_out'
          ? prefixed('请', remedyOf(worst, { zh: '绕开', en: 'go round it' }))
          : { zh: '请避开该时段或绕开', en: 'fly at another time or go round it' };
    findings.addRun(severity, CODES[kind], worst, {
      zh: `进入${KINDS[kind].zh}“${name}”${range.zh} ${metres} 米${validity.zh}，${remedy.zh}`,
      en: `is inside ${KINDS[kind].en} "${name}"${range.en} for ${metres} m${validity.en}; ${remedy.en}`,
    });
  }
}

/** The parts of a stretch inside an area at which the flight is between its floor and its ceiling. */
function between(
  { heights }: FlownPath,
  { floorMetres, ceilingMetres }: AirspaceArea,
  start: FlownPoint,
  end: FlownPoint,
  { from, to }: Stretch,
): Stretch[] {
  const steps = Math.max(1, Math.ceil((planeDistance(start, end) * (to - from)) / (heights.spacing ?? PLAIN_SPACING)));
  const found: Stretch[] = [];
  let share = from;
  let above = aboveGround(share);
  for (let step = 1; step <= steps; step++) {
    const next = step === steps ? to : from + ((to - from) * step) / steps;
    const nextAbove = aboveGround(next);
    const part = within(above, nextAbove, floorMetres, ceilingMetres ?? Infinity);
    if (part) found.push({ from: mix(share, next, part.from), to: mix(share, next, part.to) });
    share = next;
    above = nextAbove;
  }
  return joined(found);

  function aboveGround(at: number): number {
    const { place, sea } = at === 0 ? start : at === 1 ? end : betweenPoints(start, end, at);
    return sea - heights.groundAt(place).height;
  }
}

/** The part of a straight change from one number to another that lies between two bounds. */
function within(one: number, other: number, low: number, high: number): Stretch | undefined {
  if (one === other) return one >= low && one <= high ? { from: 0, to: 1 } : undefined;
  const [first, second] = [(low - one) / (other - one), (high - one) / (other - one)];
  const from = Math.max(0, Math.min(first, second));
  const to = Math.min(1, Math.max(first, second));
  return from < to ? { from, to } : undefined;
}

function rangeOf({ floorMetres, ceilingMetres }: AirspaceArea): { zh: string; en: string } {
  if (ceilingMetres === null) return { zh: `（真高 ${floorMetres} 米以上）`, en: ` (above ${floorMetres} m)` };
  return {
    zh: `（真高 ${floorMetres}–${ceilingMetres} 米）`,
    en: ` (${floorMetres} to ${ceilingMetres} m above ground)`,
  };
}

function prefixed(zh: string, words: { zh: string; en: string }): { zh: string; en: string } {
  return { zh: zh + words.zh, en: words.en };
}

function mix(one: number, other: number, share: number): number {
  return share === 0 ? one : share === 1 ? other : one + (other - one) * share;
}
