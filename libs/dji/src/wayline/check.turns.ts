import { type Findings } from './check.findings.js';
import { type Heading, type Leg, type Waypoint } from './route.legs.js';
import { segmentLength } from './segment.js';

/** Where the nose points and how waypoints are passed (reference 9.4, and 9.6 numbers 8 and 9). */
export function checkTurns(leg: Leg, at: number, findings: Findings): void {
  for (const [waypoint, point] of leg.waypoints.entries()) {
    const place = { leg: at, waypoint };
    checkHeading(point.heading, place, findings);
    checkTurn(leg, waypoint, place, findings);
  }
  for (let segment = 0; segment + 1 < leg.waypoints.length; segment++) checkDamping(leg, at, segment, findings);
}

function checkHeading(
  heading: Heading | undefined,
  place: { leg: number; waypoint: number },
  findings: Findings,
): void {
  if (heading?.mode === undefined) {
    findings.error(
      'heading_missing',
      { ...place, field: 'heading.mode' },
      '没有设置机头朝向方式，请设置',
      'does not say where the nose points; set it',
    );
    return;
  }
  if (heading.mode === 'smooth' && heading.angle === undefined) {
    findings.error(
      'heading_angle_missing',
      { ...place, field: 'heading.angle' },
      '机头平滑过渡需要目标角度，请设置',
      'turns the nose evenly but to no angle; set one',
    );
  }
  if (heading.angle !== undefined && Math.abs(heading.angle) > 180) {
    findings.error(
      'heading_out_of_range',
      { ...place, field: 'heading.angle' },
      `机头角度 ${heading.angle}° 超出 -180–180°`,
      `points the nose to ${heading.angle}°, not within -180 to 180°`,
    );
  }
  const interest = heading.pointOfInterest;
  if (heading.mode === 'point_of_interest' && (!interest || (interest.longitude === 0 && interest.latitude === 0))) {
    findings.error(
      'point_of_interest_missing',
      { ...place, field: 'heading.pointOfInterest' },
      '朝向兴趣点但没有兴趣点，请设置',
      'looks at a point of interest that is not set; set it',
    );
  }
}

function checkTurn(leg: Leg, waypoint: number, place: { leg: number; waypoint: number }, findings: Findings): void {
  const { turn } = leg.waypoints[waypoint]!;
  const atEnd = waypoint === 0 || waypoint === leg.waypoints.length - 1;
  if (turn?.mode === undefined) {
    findings.error(
      'turn_missing',
      { ...place, field: 'turn.mode' },
      '没有设置转弯方式，请设置',
      'does not say how it is passed; set it',
    );
  } else if (atEnd && turn.mode === 'coordinated') {
    findings.error(
      'turn_at_end',
      { ...place, field: 'turn.mode' },
      '首、末航点不能用协调转弯，请改为停下',
      'is the first or last and cannot be a coordinated turn; let it stop',
    );
  }
  if (turn?.damping !== undefined && turn.damping < 0) {
    findings.error(
      'damping_negative',
      { ...place, field: 'turn.damping' },
      `转弯截距 ${turn.damping} 米为负`,
      `begins its turn ${turn.damping} m before, a negative distance`,
    );
  } else if (needsDamping(leg.waypoints[waypoint]!) && !atEnd && !((turn?.damping ?? 0) > 0)) {
    findings.error(
      'damping_missing',
      { ...place, field: 'turn.damping' },
      '这种转弯方式需要大于 0 的转弯截距，请设置',
      'needs a distance above 0 at which the turn begins; set it',
    );
  }
}

/** The turns at both ends of a segment must fit into it. */
function checkDamping(leg: Leg, at: number, segment: number, findings: Findings): void {
  const [from, to] = [leg.waypoints[segment]!, leg.waypoints[segment + 1]!];
  const needed = dampingOf(from) + dampingOf(to);
  if (needed === 0) return;
  const length = segmentLength(leg, segment);
  if (needed < length) return;
  findings.error(
    'damping_too_long',
    { leg: at, segment, field: 'turn.damping' },
    `两端转弯截距共 ${round(needed)} 米，不小于间距 ${round(length)} 米，请减小截距`,
    `turns take ${round(needed)} m of a segment of ${round(length)} m; begin them later`,
  );
}

function dampingOf(waypoint: Waypoint): number {
  return needsDamping(waypoint) ? (waypoint.turn?.damping ?? 0) : 0;
}

function needsDamping({ turn, straight }: Waypoint): boolean {
  return turn?.mode === 'coordinated' || (turn?.mode === 'curve_pass' && straight === true);
}

function round(metres: number): number {
  return Math.round(metres * 10) / 10;
}
