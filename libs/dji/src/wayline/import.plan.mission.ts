import { waypointAt, type RouteCollector } from './import.collect.js';
import { type Json, type JsonObject } from './json.read.js';
import { type Action, type ActionGroup, type Trigger } from './route.actions.js';
import { type Waypoint } from './route.legs.js';
import { type HeightKind, type Place } from './route.words.js';

/** Frames of MAVLink (MAV_FRAME) by what their altitude counts from. */
const FRAMES: Readonly<Record<number, HeightKind>> = {
  0: 'above_sea',
  3: 'above_take_off',
  5: 'above_sea',
  6: 'above_take_off',
  10: 'above_ground',
  11: 'above_ground',
};

type Params = readonly (number | undefined)[];

/** The items of a mission, one after another, as one leg. Source of the commands: MAVLink common.xml, MAV_CMD. */
export class PlanMission {
  private readonly waypoints: Waypoint[] = [];
  private readonly actions: Action[][] = [];
  private readonly before: Action[] = [];
  private readonly repeating: ActionGroup[] = [];
  private heights: HeightKind | undefined;
  private speed: number | undefined;
  private interest: (Place & { height?: number }) | undefined;
  private readonly legSpeed: number | undefined;
  /** Metres of the planned take-off above the sea. */
  private readonly homeHeight: number | undefined;

  constructor(
    private readonly collector: RouteCollector,
    mission: JsonObject,
  ) {
    const home = mission['plannedHomePosition'];
    this.homeHeight = Array.isArray(home) && typeof home[2] === 'number' ? home[2] : undefined;
    // Multirotors (MAV_TYPE 2, 13, 14, 15) fly missions at what the plan calls hover speed.
    const speed = [2, 13, 14, 15].includes(Number(mission['vehicleType']))
      ? mission['hoverSpeed']
      : mission['cruiseSpeed'];
    this.legSpeed = typeof speed === 'number' && speed > 0 ? speed : undefined;
  }

  item(item: JsonObject, line: number): void {
    const { command } = item;
    const params = (Array.isArray(item['params']) ? item['params'] : []).map((param) => numberOr(param));
    if (typeof command !== 'number') {
      this.collector.unreadable(line, 'command', { zh: '命令编号', en: 'the number of a command' });
      return;
    }
    const frame = typeof item['frame'] === 'number' ? FRAMES[item['frame']] : undefined;
    if (!this.navigate(command, params, frame, line) && !this.act(command, params)) {
      this.collector.note(
        command === 530 ? 'info' : 'warning',
        line,
        `command ${command}`,
        'not_imported',
        '没有对应的动作，未导入',
        'has no counterpart and is not imported',
      );
    }
  }

  land(): void {
    this.collector.mission.finish = 'land';
  }

  /** The leg, once all items are known. */
  finish(line: number): void {
    if (this.waypoints.length === 0) return;
    for (const group of this.repeating) group.to ??= this.waypoints.length - 1;
    for (const [at, actions] of this.actions.entries()) {
      if (actions.length > 0) this.waypoints[at]!.actionGroups.push(groupOf(at, { kind: 'reach' }, actions, at));
    }
    for (const group of this.repeating) this.waypoints[group.from!]!.actionGroups.push(group);
    const groups = this.waypoints.flatMap(({ actionGroups }) => actionGroups);
    for (const [id, group] of groups.entries()) group.id = id;
    const leg = this.collector.addLeg(this.waypoints, this.heights, null, line);
    if (this.legSpeed !== undefined) leg.speed = this.legSpeed;
    if (this.before.length > 0) leg.startActions = { actions: numbered(this.before) };
  }

  private navigate(command: number, params: Params, frame: HeightKind | undefined, line: number): boolean {
    switch (command) {
      case 16:
      case 17:
      case 18:
      case 19:
      case 82:
        this.waypoint(command, params, frame, line);
        return true;
      case 20:
        this.collector.mission.finish = 'return_home';
        return true;
      case 21:
        this.land();
        return true;
      case 22: {
        const height = this.convert(params[6], frame, 'above_take_off');
        if (height !== undefined) this.collector.mission.takeOffSafeHeight = height;
        return true;
      }
      case 178:
        this.changeSpeed(params[1]);
        return true;
      case 195:
      case 201:
        this.interest = placeOf(params);
        return this.interest !== undefined;
      case 197:
        this.interest = undefined;
        return true;
      default:
        return false;
    }
  }

  private waypoint(command: number, params: Params, frame: HeightKind | undefined, line: number): void {
    const place = placeOf(params);
    if (!place) {
      this.collector.unreadable(line, `command ${command}`, {
        zh: '带经纬度的航点',
        en: 'a waypoint with latitude and longitude',
      });
      return;
    }
    this.heights ??= frame;
    const height = this.convert(params[6], frame, this.heights);
    if (height === undefined) {
      this.collector.note(
        'error',
        line,
        `frame`,
        'mixed_heights',
        '高度基准与前面的航点不同且无法换算，请补填高度',
        'has a height of another kind that cannot be converted; set the height by hand',
      );
    }
    const waypoint = waypointAt({ ...place, height }, true);
    if (this.speed !== undefined) waypoint.speed = this.speed;
    if (this.interest) waypoint.heading = { mode: 'point_of_interest', pointOfInterest: this.interest };
    else if (params[3] !== undefined && params[3] !== 0)
      waypoint.heading = { mode: 'smooth', angle: halfTurn(params[3]), angleUsed: true };
    if (command === 82) waypoint.turn = { mode: 'curve_pass' };
    this.waypoints.push(waypoint);
    this.actions.push([]);
    const seconds = command === 16 || command === 19 ? params[0] : undefined;
    if (seconds !== undefined && seconds > 0) this.add({ kind: 'hover', params: { seconds } });
    if (command === 17 || command === 18) {
      this.collector.note(
        'warning',
        line,
        `command ${command}`,
        'not_imported',
        '盘旋未导入，只保留位置',
        'is imported as a place only, without its circles',
      );
    }
  }

  private act(command: number, params: Params): boolean {
    const [first = 0, second = 0, third = 0] = params;
    switch (command) {
      case 93:
        if (first > 0) this.add({ kind: 'hover', params: { seconds: first } });
        return first > 0;
      case 115:
        this.add({ kind: 'turn_aircraft', params: { heading: halfTurn(first), direction: directionOf(third) } });
        return params[3] !== 1;
      case 203:
        this.add({ kind: 'take_photo', params: { payload: 0 } });
        return true;
      case 205:
        this.aim(first, third);
        return true;
      case 1000:
        this.aim(first, second);
        return true;
      case 206:
        this.repeat('every_metres', first);
        return true;
      case 2000:
        if (third === 1) this.add({ kind: 'take_photo', params: { payload: 0 } });
        else this.repeat('every_seconds', second);
        return true;
      case 2001:
        this.repeat('every_seconds', 0);
        return true;
      case 2500:
        this.add({ kind: 'start_recording', params: { payload: 0 } });
        return true;
      case 2501:
        this.add({ kind: 'stop_recording', params: { payload: 0 } });
        return true;
      default:
        return false;
    }
  }

  private aim(pitch: number, yaw: number): void {
    this.add({
      kind: 'rotate_gimbal',
      params: { payload: 0, yawFrom: 'aircraft', mode: 'absolute', turnPitch: true, pitch, turnYaw: true, yaw },
    });
  }

  /** Photos again and again from here on; 0 ends them here. */
  private repeat(kind: 'every_metres' | 'every_seconds', every: number): void {
    const at = Math.max(0, this.waypoints.length - 1);
    const running = this.repeating.find(({ to }) => to === undefined);
    if (running?.trigger?.kind === kind && running.trigger.every === every) return;
    if (running) running.to = at;
    if (every > 0) this.repeating.push(groupOf(at, { kind, every }, [{ kind: 'take_photo', params: { payload: 0 } }]));
  }

  private add(action: Action): void {
    (this.actions.at(-1) ?? this.before).push(action);
  }

  private changeSpeed(speed: number | undefined): void {
    if (speed === undefined || speed <= 0) return;
    this.speed = speed;
    const last = this.waypoints.at(-1);
    if (last) last.speed = speed;
  }

  /** A height as the leg counts it. Sea and take-off differ by the height of the planned take-off. */
  private convert(
    height: number | undefined,
    from: HeightKind | undefined,
    to: HeightKind | undefined,
  ): number | undefined {
    if (height === undefined || from === undefined) return undefined;
    if (from === to) return height;
    if (this.homeHeight === undefined) return undefined;
    if (from === 'above_sea' && to === 'above_take_off') return height - this.homeHeight;
    return from === 'above_take_off' && to === 'above_sea' ? height + this.homeHeight : undefined;
  }
}

function groupOf(from: number, trigger: Trigger, actions: readonly Action[], to?: number): ActionGroup {
  return { from, ...(to === undefined ? {} : { to }), order: 'one_after_another', trigger, actions: numbered(actions) };
}

function numbered(actions: readonly Action[]): Action[] {
  return actions.map((action, id) => ({ ...action, id }));
}

/** Latitude, longitude and altitude are parameters 5 to 7. */
function placeOf(params: Params): (Place & { height?: number }) | undefined {
  const [latitude, longitude, height] = params.slice(4);
  if (latitude === undefined || longitude === undefined) return undefined;
  return height === undefined ? { longitude, latitude } : { longitude, latitude, height };
}

function directionOf(sign: number): 'clockwise' | 'counter_clockwise' | 'shortest' {
  if (sign > 0) return 'clockwise';
  return sign < 0 ? 'counter_clockwise' : 'shortest';
}

/** Degrees as -180 to 180. */
function halfTurn(angle: number): number {
  return angle - 360 * Math.floor((angle + 180) / 360);
}

function numberOr(value: Json): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
