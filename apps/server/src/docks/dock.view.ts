import { type DeviceView, type DockAircraft, type DockView, type Known } from '#contracts';
import { type AgedProperties, instantOf, KnownReader } from './known.reader.js';

/** Numbers of the protocol (reference 3.2, 3.3) as our words. */
const MODES = ['idle', 'on_site_debugging', 'remote_debugging', 'upgrading', 'working', 'to_be_calibrated'];
const STEPS: Readonly<Record<number, string>> = {
  ...['preparing', 'in_flight', 'recovering', 'flight_areas', 'obstacles', 'idle'],
  255: 'aircraft_abnormal',
  256: 'unknown',
};
const COVER = ['closed', 'open', 'half_open', 'abnormal'];
const RAIN = ['none', 'light', 'moderate', 'heavy'];
const STORE_MODES: Readonly<Record<number, string>> = { 1: 'plan', 2: 'standby' };
const CARE = ['none', 'due', 'running'];
const NETWORKS: Readonly<Record<number, string>> = { 1: 'mobile', 2: 'ethernet' };
const FIXES = ['not_started', 'converging', 'fixed', 'failed'];
const DRC = ['off', 'connecting', 'connected'];
const CLIMATE: Readonly<Record<number, string>> = {
  ...['idle', 'cooling', 'heating', 'drying', ...Array<string>(7).fill('changing')],
  11: 'ventilating',
  12: 'changing',
  13: 'changing',
  14: 'defogging',
  15: 'changing',
};
const MAINTENANCE: Readonly<Record<number, string>> = {
  1: 'basic',
  2: 'routine',
  3: 'deep',
  17: 'routine',
  18: 'deep',
};
const KILOBYTE = 1024;
const DAY_MS = 86_400_000;

/** What the properties of a dock and its aircraft say; the rest of the view comes from the rows. Pure. */
export type DockKnown = Pick<
  DockView,
  | 'state'
  | 'power'
  | 'storage'
  | 'filesToUpload'
  | 'counters'
  | 'environment'
  | 'network'
  | 'position'
  | 'firmware'
  | 'firmwareDiffers'
  | 'control'
>;

/** `now` in ms: for the days since the last maintenance. */
export function knownOfDock(dock: AgedProperties, aircraft: AgedProperties, now: number): DockKnown {
  const read = new KnownReader(dock);
  const maintained = lastMaintenance(read);
  return {
    state: {
      mode: read.word('mode_code', MODES),
      step: read.word('flighttask_step_code', STEPS),
      cover: read.word('cover_state', COVER),
      droneInDock: read.flag('drone_in_dock'),
      emergencyStop: read.flag('emergency_stop_state'),
      supplementLight: read.flag('supplement_light_state'),
      alarm: read.flag('alarm_state'),
    },
    power: {
      charging: read.flag('drone_charge_state.state'),
      batteryPercent: percent(read.number('drone_charge_state.capacity_percent')),
      storeMode: read.word('battery_store_mode', STORE_MODES),
      batteryCare: read.word('drone_battery_maintenance_info.maintenance_state', CARE),
      batteryCareHours: read.number('drone_battery_maintenance_info.maintenance_time_left'),
      backupOn: read.flag('backup_battery.switch'),
      backupVolts: backupVolts(read),
      backupTemperature: read.number('backup_battery.temperature'),
      supplyVolts: read.number('electric_supply_voltage'),
      workingVolts: read.number('working_voltage', 1e-3),
      workingAmperes: read.number('working_current', 1e-3),
    },
    storage: storageOf(read),
    filesToUpload: read.whole('media_file_detail.remain_upload'),
    counters: {
      flights: read.whole('job_number'),
      totalSeconds: read.number('acc_time'),
      activatedAt: read.instant('activation_time'),
      maintainedAt: derived(maintained, ({ at }) => at),
      daysSinceMaintenance: derived(maintained, ({ at }) => Math.max(0, Math.floor((now - Date.parse(at)) / DAY_MS))),
      maintenanceKind: derived(maintained, ({ kind }) => kind),
    },
    environment: {
      windSpeed: read.number('wind_speed'),
      rain: read.word('rainfall', RAIN),
      outside: read.number('environment_temperature'),
      inside: read.number('temperature'),
      humidity: read.number('humidity'),
      airConditioner: climateOf(read),
    },
    network: {
      type: read.word('network_state.type', NETWORKS),
      quality: read.whole('network_state.quality'),
      rate: read.number('network_state.rate', KILOBYTE),
      sdrQuality: read.whole('wireless_link.sdr_quality'),
      mobileQuality: read.whole('wireless_link.4g_quality'),
    },
    position: {
      fix: read.word('position_state.is_fixed', FIXES),
      calibrated: read.flag('position_state.is_calibration'),
      satellites: satellitesOf(read),
      alternate: read.read('alternate_land_point', alternateOf),
    },
    firmware: read.text('firmware_version'),
    firmwareDiffers: read.flag('compatible_status'),
    control: controlOf(read, new KnownReader(aircraft)),
  };
}

/** The aircraft of a dock with what its own properties say. Pure. */
export function aircraftOf(device: DeviceView, state: AgedProperties): DockAircraft {
  const read = new KnownReader(state);
  const { sn, name, modelName, presence, presenceReason, lastMessageAt } = device;
  return {
    sn,
    name,
    modelName,
    presence,
    presenceReason,
    lastMessageAt,
    batteryPercent: percent(read.number('battery.capacity_percent')),
    batteryCycles: read.read('battery.batteries', (list) => {
      const cycles = listOf(list).flatMap(({ loop_times: times }) => (typeof times === 'number' ? [times] : []));
      return cycles.length === 0 ? null : Math.max(...cycles);
    }),
    flightSeconds: read.number('total_flight_time'),
    flights: read.whole('total_flight_sorties'),
    storage: storageOf(read),
    firmware: read.text('firmware_version'),
  };
}

function storageOf(read: KnownReader) {
  return { total: read.number('storage.total', KILOBYTE), used: read.number('storage.used', KILOBYTE) };
}

function percent(known: Known<number>): Known<number> {
  return known.value !== null && (known.value < 0 || known.value > 100) ? { value: null, at: null } : known;
}

/** A backup battery that is off tells 0 mV, which is no measurement. */
function backupVolts(read: KnownReader): Known<number> {
  const known = read.number('backup_battery.voltage', 1e-3);
  return known.value === 0 ? { value: null, at: null } : known;
}

function climateOf(read: KnownReader): Known<string> {
  const known = read.word('air_conditioner.air_conditioner_state', CLIMATE);
  return known.value === null ? read.word('air_conditioner_mode', CLIMATE) : known;
}

function satellitesOf(read: KnownReader): Known<number> {
  const rtk = read.whole('position_state.rtk_number');
  return rtk.value === null ? read.whole('position_state.gps_number') : rtk;
}

function lastMaintenance(read: KnownReader): Known<{ at: string; kind: string }> {
  return read.read('maintain_status', (status) => {
    const rows = listOf((status as { maintain_status_array?: unknown } | undefined)?.maintain_status_array);
    const told = rows.flatMap(({ last_maintain_time: time, last_maintain_type: type }) => {
      const at = instantOf(time);
      return at === null ? [] : [{ at, kind: MAINTENANCE[Number(type)] ?? `code ${String(type)}` }];
    });
    return told.sort((a, b) => b.at.localeCompare(a.at))[0] ?? null;
  });
}

function alternateOf(value: unknown) {
  const point = value as Record<string, unknown> | null | undefined;
  const { longitude, latitude, safe_land_height: height, is_configured: configured } = point ?? {};
  if (typeof longitude !== 'number' || typeof latitude !== 'number') return null;
  if (Math.abs(longitude) > 180 || Math.abs(latitude) > 90) return null;
  const safeHeight = typeof height === 'number' ? height : null;
  return { longitude, latitude, safeHeight, configured: configured === 1 || configured === true };
}

/** The aircraft tells who flies it; the first dock tells it as well. */
function controlOf(dock: KnownReader, aircraft: KnownReader): DockView['control'] {
  const source = (value: unknown) => (typeof value === 'string' ? value.slice(0, 100) : null);
  const own = aircraft.read('control_source', source);
  const flight = own.value === null ? dock.read('drone_authority_info.control_source', source) : own;
  return {
    flight: derived(flight, holderOf),
    flightSource: flight,
    payloads: aircraft.read('payloads', (value) => {
      const payloads = listOf(value).flatMap(({ payload_index: index, control_source: by }) =>
        typeof index === 'string' && typeof by === 'string' ? [{ index, holder: holderOf(by), source: by }] : [],
      );
      return payloads.length === 0 ? null : payloads;
    }),
    drc: dock.word('drc_state', DRC),
  };
}

function holderOf(source: string): string {
  if (source === '') return 'nobody';
  if (source === 'A') return 'dock';
  return source === 'B' ? 'remote_controller' : 'cloud';
}

function listOf(value: unknown): Record<string, unknown>[] {
  if (!Array.isArray(value)) return [];
  return value.filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null);
}

function derived<From, To>({ value, at }: Known<From>, make: (value: From) => To): Known<To> {
  return value === null ? { value: null, at: null } : { value: make(value), at };
}
