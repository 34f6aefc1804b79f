import { type Leg, type Waypoint } from './route.legs.js';
import { type Template, type TemplateWaypoint, type WaypointTemplate } from './route.templates.js';
import { same } from './same.js';

/**
 * The template that says what a leg says: every waypoint with its own values. Heights are those of the leg; a program
 * that shows an ellipsoid height as height above sea would need a geoid, so such a template names the ellipsoid.
 */
export function templateOf(leg: Leg): WaypointTemplate {
  const [first] = leg.waypoints;
  return {
    kind: 'waypoints',
    id: leg.templateId,
    speed: leg.speed,
    frame: { datum: 'wgs84', heights: leg.heights },
    height: first?.height,
    calibrationFlight: false,
    gimbalPitchMode: leg.waypoints.some(({ gimbalPitch }) => gimbalPitch !== undefined) ? 'per_waypoint' : 'manual',
    heading: first?.heading ?? { mode: 'along_leg' },
    turnMode: first?.turn?.mode ?? 'stop',
    straight: true,
    waypoints: leg.waypoints.map(drawn),
    payloadSettings: [],
  };
}

function drawn(waypoint: Waypoint): TemplateWaypoint {
  const { workType: _, gimbal, extra: __, pointExtra: ___, pointHeight: ____, ...rest } = waypoint;
  return {
    ...rest,
    ellipsoidHeight: waypoint.height,
    commonHeight: waypoint.height === undefined,
    commonSpeed: waypoint.speed === undefined,
    commonHeading: waypoint.heading === undefined,
    commonTurn: waypoint.turn === undefined,
    ...(rest.gimbalPitch === undefined && gimbal?.pitch !== undefined ? { gimbalPitch: gimbal.pitch } : {}),
  };
}

/** The templates that writing makes for legs whose template is not in the route: one for each number. */
export function derivedTemplates(legs: readonly Leg[], stored: readonly Template[]): WaypointTemplate[] {
  const taken = new Set(stored.map(({ id }) => id));
  return legs.flatMap((leg) => {
    if (taken.has(leg.templateId)) return [];
    taken.add(leg.templateId);
    return [templateOf(leg)];
  });
}

/** Templates that say more than, or something else than, their legs. The others can be made again at any time. */
export function tellingTemplates(templates: readonly Template[], legs: readonly Leg[]): Template[] {
  return templates.filter((template) => {
    const twins = templates.filter(({ id }) => id === template.id).length;
    const leg = legs.find(({ templateId }) => templateId === template.id);
    return twins > 1 || !leg || !same(template, templateOf(leg));
  });
}

/**
 * A leg as its template describes it, for a file that lacks what is flown: common values are put into each waypoint.
 * `id` is the number of the leg.
 */
export function legOf(template: WaypointTemplate, id: number): Leg {
  const waypoints = template.waypoints.map((waypoint) => flown(waypoint, template));
  return defined({
    id,
    templateId: template.id,
    heights: template.frame?.heights,
    speed: template.speed,
    waypoints,
  });
}

function flown(waypoint: TemplateWaypoint, template: WaypointTemplate): Waypoint {
  // What the editable file holds beyond our words stays there: in the other one the same name may mean something.
  const { commonHeight, commonSpeed, commonHeading, commonTurn, ellipsoidHeight: _, extra: __, ...own } = waypoint;
  const { extra: ___, ...ownTurn } = waypoint.turn ?? {};
  const commonTurnParam = template.turnMode && { ...ownTurn, mode: template.turnMode };
  return defined({
    ...own,
    height: commonHeight ? (template.height ?? template.frame?.commonHeight) : own.height,
    speed: commonSpeed ? template.speed : own.speed,
    heading: commonHeading ? template.heading : own.heading,
    turn: commonTurn ? commonTurnParam : own.turn,
    straight: own.straight ?? template.straight,
  });
}

/** Without the members that are undefined. */
function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}
