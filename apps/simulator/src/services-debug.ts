import { type Dock } from './dock.js';
import {
  DONE,
  NOT_SUPPORTED,
  BAD_PARAMETER,
  numberOf,
  type Answer,
  type Call,
  type Service,
  type Services,
} from './answers.js';
import { runJob, type Job } from './job.js';

const REMOTE_DEBUGGING = 2;

/** A command that the dock obeys only in remote debugging. */
function inDebug(act: (dock: Dock, data: Record<string, unknown>) => Answer | void): Service<Dock> {
  return (dock, { data }) => {
    if (dock.ownMode !== REMOTE_DEBUGGING) return NOT_SUPPORTED;
    return act(dock, data) ?? DONE;
  };
}

/** A command with an `action` among the allowed numbers. */
function action(allowed: readonly number[], act: (dock: Dock, value: number) => void): Service<Dock> {
  return inDebug((dock, data) => {
    const value = numberOf(data['action'] ?? data['link_workmode']);
    if (value === undefined || !allowed.includes(value)) return BAD_PARAMETER;
    act(dock, value);
    return DONE;
  });
}

/** A job in remote debugging: `refuse` may give a code, `steps` what it does. */
function job(steps: (dock: Dock) => Job['steps'], refuse: (dock: Dock) => number = () => 0): Service<Dock> {
  return (dock, call: Call) => {
    if (dock.ownMode !== REMOTE_DEBUGGING) return NOT_SUPPORTED;
    const refusal = refuse(dock);
    if (refusal !== 0) return { result: refusal };
    const after = () => runJob(dock, { method: call.method, bid: call.bid, steps: steps(dock) });
    return { result: 0, output: { status: 'in_progress' }, after };
  };
}

const stopped = (dock: Dock) => (dock.emergencyStop ? 514121 : 0);
const first = { key: 'get_bid', percent: 0, seconds: 0.5 };
const checks = [
  first,
  { key: 'check_work_mode', percent: 5, seconds: 0.5 },
  { key: 'check_scram_state', percent: 10, seconds: 0.5 },
];

/** Remote debugging: mechanics, power and climate of the dock. */
export const debugServices: Services<Dock> = {
  debug_mode_open: (dock) => {
    if (dock.sortie) return { result: 514148 };
    if (dock.ownMode === 1) return { result: 514145 };
    if (dock.ownMode === 3) return { result: 514147 };
    dock.hold();
    dock.ownMode = REMOTE_DEBUGGING;
    return DONE;
  },
  debug_mode_close: (dock) => {
    if (dock.ownMode !== REMOTE_DEBUGGING) return { result: 514153 };
    dock.ownMode = 0;
    return DONE;
  },
  supplement_light_open: inDebug((dock) => void (dock.light = true)),
  supplement_light_close: inDebug((dock) => void (dock.light = false)),
  battery_maintenance_switch: action([0, 1], (dock, value) => (dock.batteryMaintenance = value === 1)),
  air_conditioner_mode_switch: action([0, 1, 2, 3], (dock, value) => (dock.airConditioner = value)),
  alarm_state_switch: action([0, 1], (dock, value) => (dock.alarm = value === 1)),
  battery_store_mode_switch: action([1, 2], (dock, value) => (dock.batteryStoreMode = value)),
  sdr_workmode_switch: action([0, 1], (dock, value) => (dock.linkMode = value)),
  sim_slot_switch: inDebug(() => ({ result: 326004 })),
  device_reboot: (dock, call) => {
    if (dock.ownMode !== REMOTE_DEBUGGING) return NOT_SUPPORTED;
    const steps = [...checks, { key: 'write_reboot_param_file', percent: 20, seconds: 2 }];
    // The link drops with the reboot, so the last report of the job never comes.
    const after = () => {
      runJob(dock, {
        method: call.method,
        bid: call.bid,
        steps: [...steps, { key: 'reboot', percent: 30, seconds: 600 }],
      });
      const { speed, wheel } = dock.world;
      // long enough, at any speed, to be told from a short cut
      wheel.after(5000 / speed, () => dock.reboot(Math.max(5, 45 / speed)));
    };
    return { result: 0, output: { status: 'in_progress' }, after };
  },
  drone_open: job(
    (dock) => [...checks, { key: 'turn_on_drone', percent: 60, seconds: 18, act: () => dock.powerAircraft(true) }],
    stopped,
  ),
  drone_close: job(
    (dock) => [...checks, { key: 'close_drone', percent: 60, seconds: 6, act: () => dock.powerAircraft(false) }],
    (dock) => (dock.aircraft.flight.airborne ? 514110 : 0),
  ),
  drone_format: job(
    (dock) => [...checks, { key: 'drone_format', percent: 60, seconds: 8, act: () => (dock.aircraft.storageUsed = 0) }],
    (dock) => (dock.aircraftReported ? 0 : 514120),
  ),
  device_format: job((dock) => [
    ...checks,
    { key: 'device_format', percent: 60, seconds: 8, act: () => (dock.storageUsed = 0) },
  ]),
  cover_open: job(
    (dock) => [...checks, { key: 'open_cover', percent: 40, seconds: 13, act: () => dock.openCover() }],
    stopped,
  ),
  cover_close: job(
    (dock) => [...checks, { key: 'close_cover', percent: 40, seconds: 19, act: () => dock.closeCover() }],
    stopped,
  ),
  cover_force_close: job(
    (dock) => [...checks, { key: 'close_cover', percent: 40, seconds: 19, act: () => dock.closeCover() }],
    (dock) => stopped(dock) || (dock.droneInDock ? 514107 : 0),
  ),
  charge_open: job(
    (dock) => [...checks, { key: 'start_charge', percent: 60, seconds: 4, act: () => (dock.aircraft.charging = true) }],
    (dock) => (dock.droneInDock ? 0 : 514155),
  ),
  charge_close: job((dock) => [
    ...checks,
    { key: 'stop_charge', percent: 60, seconds: 3, act: () => (dock.aircraft.charging = false) },
  ]),
  putter_open: () => NOT_SUPPORTED,
  putter_close: () => NOT_SUPPORTED,
  esim_activate: () => ({ result: 326002 }),
  esim_operator_switch: () => ({ result: 326002 }),
  rtk_calibration: rtkCalibration,
};

/** Reports per device, with what came of each. */
function rtkCalibration(dock: Dock, { data, bid, method }: Call): Answer {
  if (dock.ownMode !== REMOTE_DEBUGGING) return NOT_SUPPORTED;
  const asked = Array.isArray(data['devices']) ? (data['devices'] as Record<string, unknown>[]) : [];
  if (asked.length === 0) return BAD_PARAMETER;
  const devices = asked.map(({ sn, type, module }) => {
    const own = sn === dock.sn;
    return { sn, type, module, result: own ? 0 : 341010, status: own ? 'ok' : 'failed' };
  });
  const steps = [
    { key: 1, percent: 0, seconds: 3 },
    { key: 2, percent: 50, seconds: 5 },
  ];
  const after = () => runJob(dock, { method, bid, steps, ext: { devices, version: 1 } });
  return { result: 0, output: { status: 'in_progress' }, after };
}
