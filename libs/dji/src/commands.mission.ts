import { type CommandIds, serviceMessage } from './commands.js';
import type { Outgoing } from './replies.js';

/** Where a mission goes on after it was broken off (reference 4.2). */
export interface MissionBreakPoint {
  index: number;
  /** 0 on a segment, 1 on a waypoint. */
  state: 0 | 1;
  /** 0 to 1 along the segment. */
  progress: number;
  waylineId: number;
}

/** A mission for `flighttask_prepare` (reference 4.2). */
export interface Mission {
  /** Lower-case UUID; the key under which the command may be repeated. */
  flightId: string;
  /** When and how it starts; without `flighttask_execute` nothing ever starts. Times in ms, battery in percent. */
  start:
    | { type: 'immediate'; at: number }
    | { type: 'timed'; at: number }
    | { type: 'conditional'; from: number; until: number; battery: number };
  /** The KMZ: an address the dock can reach, and the MD5 of its bytes in lower-case hexadecimal. */
  file: { url: string; fingerprint: string };
  /** Metres above take-off, 20 to 1500. */
  rthAltitude: number;
  /** Leave the wayline (and return) when the link is lost; must match the KMZ. */
  exitWaylineWhenRcLost: boolean;
  precision: 'gps' | 'rtk';
  /** Free storage the aircraft must have, in the unit of the dock. */
  storageCapacity?: number;
  breakPoint?: MissionBreakPoint;
  /** The cover opens, nothing takes off: position in degrees, metres. */
  simulate?: { latitude: number; longitude: number; altitude: number };
  checkFlightAreas?: boolean;
}

const TASK_TYPE = { immediate: 0, timed: 1, conditional: 2 } as const;

function taskStart(start: Mission['start']): Record<string, unknown> {
  if (start.type !== 'conditional') return { task_type: TASK_TYPE[start.type], execute_time: start.at };
  const { battery, from, until } = start;
  return { task_type: 2, ready_conditions: { battery_capacity: battery, begin_time: from, end_time: until } };
}

function checkMission(mission: Mission): void {
  if (!/^[0-9a-f]{32}$/.test(mission.file.fingerprint)) {
    throw new RangeError(
      'fingerprint: give the MD5 of the KMZ as 32 lower-case hex digits · 请提供 KMZ 的 32 位小写 MD5',
    );
  }
  if (/[<>:"/|?*._\\]/.test(mission.flightId) || mission.flightId === '') {
    throw new RangeError('flight id: use a lower-case UUID · flight_id 请使用小写 UUID');
  }
  if (!(mission.rthAltitude >= 20 && mission.rthAltitude <= 1500)) {
    throw new RangeError('return altitude: choose 20 to 1500 m above take-off · 返航高度应为起飞点上方 20 至 1500 米');
  }
}

/**
 * `flighttask_prepare`. Docks know the preset return mode and "return" on loss of link only, so those are not offered.
 * The mission's id is the bid of all its messages. Throws a RangeError for what no dock accepts.
 */
export function flighttaskPrepare(gatewaySn: string, mission: Mission, tid: string, now: number): Outgoing {
  checkMission(mission);
  const { breakPoint, simulate } = mission;
  const data = {
    flight_id: mission.flightId,
    ...taskStart(mission.start),
    file: { url: mission.file.url, fingerprint: mission.file.fingerprint },
    rth_altitude: mission.rthAltitude,
    rth_mode: 1,
    out_of_control_action: 0,
    exit_wayline_when_rc_lost: mission.exitWaylineWhenRcLost ? 1 : 0,
    wayline_precision_type: mission.precision === 'rtk' ? 1 : 0,
    ...(mission.storageCapacity === undefined
      ? {}
      : { executable_conditions: { storage_capacity: mission.storageCapacity } }),
    ...(breakPoint === undefined
      ? {}
      : {
          break_point: {
            index: breakPoint.index,
            state: breakPoint.state,
            progress: breakPoint.progress,
            wayline_id: breakPoint.waylineId,
          },
        }),
    ...(simulate === undefined ? {} : { simulate_mission: { is_enable: 1, ...simulate } }),
    ...(mission.checkFlightAreas === undefined
      ? {}
      : { flight_safety_advance_check: mission.checkFlightAreas ? 1 : 0 }),
  };
  return serviceMessage(gatewaySn, 'flighttask_prepare', data, { tid, bid: mission.flightId }, now);
}

/** `flighttask_execute`. Never send it again on silence: see what the dock reports (reference 1.4). */
export function flighttaskExecute(gatewaySn: string, flightId: string, tid: string, now: number): Outgoing {
  return serviceMessage(gatewaySn, 'flighttask_execute', { flight_id: flightId }, { tid, bid: flightId }, now);
}

/** `flighttask_undo`: takes back missions that are prepared and not started; it cannot stop a running one. */
export function flighttaskUndo(gatewaySn: string, flightIds: string[], ids: CommandIds, now: number): Outgoing {
  return serviceMessage(gatewaySn, 'flighttask_undo', { flight_ids: flightIds }, ids, now);
}

/** Commands to a running flight that need no arguments. */
export type FlightCommand = 'flighttask_pause' | 'flighttask_recovery' | 'return_home' | 'return_home_cancel';

/** Pause, go on, return, or stop returning. */
export function flightCommand(gatewaySn: string, method: FlightCommand, ids: CommandIds, now: number): Outgoing {
  return serviceMessage(gatewaySn, method, null, ids, now);
}
