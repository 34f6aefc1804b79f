import { voltageOf } from './battery.js';
import { type Dock } from './dock.js';
import { round } from './osd-aircraft.js';

/** No value, in the dock's view of an aircraft battery. */
const NO_VALUE = 32767;
/** What every Dock 3 seen says, whenever it was built. */
const FIRST_POWER_ON = 1_631_945_855_969;

/** Part A, environment: every 1.3 s. */
export function dockEnvironment(dock: Dock): Record<string, unknown> {
  const { account, weather, model, random } = dock;
  const older = model.older;
  return {
    network_state: { type: 2, quality: 0, rate: round(random.between(20, 900), 0) },
    drone_charge_state: {
      state: dock.aircraft.charging ? 1 : 0,
      capacity_percent: Math.round(dock.aircraft.battery.percent),
    },
    drone_in_dock: dock.droneInDock ? 1 : 0,
    rainfall: weather.rainfall,
    wind_speed: round(weather.wind, 1),
    environment_temperature: round(weather.temperature, 1),
    temperature: round(dock.insideTemperature, 1),
    humidity: Math.round(weather.humidity),
    heading: dock.heading,
    home_position_is_valid: 1,
    latitude: account.latitude + random.gauss() * 2e-9,
    longitude: account.longitude + random.gauss() * 2e-9,
    height: dock.aircraft.groundHeight + random.gauss() * 0.002,
    alternate_land_point: {
      latitude: account.latitude + 0.00003,
      longitude: account.longitude - 0.00004,
      ...(!older && { height: 0 }),
      safe_land_height: 30,
      is_configured: 1,
    },
    first_power_on: FIRST_POWER_ON,
    position_state: {
      is_calibration: 1,
      is_fixed: 2,
      quality: 5,
      gps_number: 9,
      rtk_number: 34 + Math.floor(random.between(0, 5)),
    },
    storage: { total: model.storageTotal, used: Math.round(dock.storageUsed) },
    mode_code: dock.modeCode,
    cover_state: dock.coverState,
    silent_mode: dock.silentMode,
    supplement_light_state: dock.light ? 1 : 0,
    emergency_stop_state: dock.emergencyStop ? 1 : 0,
    air_conditioner: { air_conditioner_state: dock.airConditioner, switch_time: 0 },
    battery_store_mode: dock.batteryStoreMode,
    alarm_state: dock.alarm ? 1 : 0,
    putter_state: 0,
    sub_device: subDevice(dock),
  };
}

/** Part B, power and upkeep: every 1.3 s. */
export function dockPower(dock: Dock): Record<string, unknown> {
  const { account, model, random } = dock;
  const current = Math.round(dock.current + random.between(-120, 120));
  const working = 47_400 + Math.round(random.between(-180, 180));
  const common = {
    job_number: dock.jobs,
    acc_time: Math.floor(dock.uptime),
    activation_time: dock.activationTime,
    maintain_status: {
      maintain_status_array: [17, 18].map((type) => ({
        state: 0,
        last_maintain_type: type,
        last_maintain_time: 0,
        last_maintain_work_sorties: 0,
      })),
    },
    working_voltage: model.older ? 25_440 + Math.round(random.between(-100, 100)) : working,
    working_current: current,
    backup_battery: {
      voltage: 13_500 + Math.round(random.between(-60, 60)),
      temperature: round(dock.insideTemperature + 3, 1),
      switch: 1,
    },
    drone_battery_maintenance_info: batteryMaintenance(dock),
  };
  if (model.older) return common;
  return {
    ...common,
    deployment_mode: 1,
    relative_alternate_land_point: { longitude: 0, latitude: 0, safe_land_height: 30, status: 1 },
    self_converge_coordinate: {
      longitude: account.longitude,
      latitude: account.latitude,
      height: dock.aircraft.groundHeight - 1.37,
    },
    electric_supply_voltage: 224 + Math.round(random.between(-4, 4)),
    acdc_power_input: (working * current) / 900_000,
    poe_link_status: 0,
    poe_power_output: 0,
    gimbal_holder_state: 0,
    temp_mode_state: false,
  };
}

/** Part C, link and task: every 2 s. */
export function dockTask(dock: Dock): Record<string, unknown> {
  const { account, random, model } = dock;
  const linked = dock.aircraftReported;
  const distance = dock.aircraft.flight.homeDistance;
  const quality = linked ? Math.max(1, 5 - Math.floor(distance / 1500)) : 0;
  const common = {
    flighttask_step_code: dock.stepCode,
    flighttask_prepare_capacity: 1,
    media_file_detail: { remain_upload: dock.media.remaining },
    drc_state: dock.drc.state,
    wireless_link: {
      dongle_number: 0,
      '4g_link_state': 0,
      sdr_link_state: linked ? 1 : 0,
      link_workmode: dock.linkMode,
      sdr_quality: quality,
      '4g_quality': 0,
      '4g_uav_quality': 0,
      '4g_gnd_quality': 0,
      sdr_freq_band: 5.8,
      '4g_freq_band': 2.4,
    },
    user_experience_improvement: dock.experienceImprovement,
  };
  if (model.older) return common;
  const percent = linked ? Math.round(Math.max(20, 100 - distance / 60 + random.between(-3, 3))) : 0;
  return {
    ...common,
    sdr: { up_quality: percent, down_quality: percent, frequency_band: 5.8 },
    departure_point: { latitude: account.latitude, longitude: account.longitude, height: dock.aircraft.groundHeight },
    departure_point_status: 1,
    tilt_angle: { valid: true, value: 0.4 },
  };
}

/** While the aircraft is off, its model is not said. */
function subDevice(dock: Dock): Record<string, unknown> {
  const { sn, model } = dock.aircraft;
  const online = dock.aircraftReported;
  return {
    device_sn: sn,
    ...(online && { device_model_key: model.key }),
    device_online_status: online ? 1 : 0,
    device_paired: 1,
  };
}

function batteryMaintenance(dock: Dock): Record<string, unknown> {
  const { aircraft } = dock;
  const { battery, model, flight } = aircraft;
  // In its dock and switched off, only charging contacts see the battery: without them there is no value.
  const seen = aircraft.charging || dock.aircraftReported;
  const load = aircraft.charging ? 'charging' : flight.load;
  return {
    maintenance_state: dock.batteryMaintenance ? 2 : 0,
    maintenance_time_left: 0,
    heat_state: 0,
    batteries: [
      {
        index: 0,
        capacity_percent: seen ? Math.round(battery.percent) : NO_VALUE,
        voltage: seen ? voltageOf(battery, load, model) : NO_VALUE,
        temperature: seen ? round(battery.temperature, 1) : NO_VALUE,
      },
    ],
  };
}
