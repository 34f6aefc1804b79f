import { alternateLandPoint, rtcmInfo } from './properties.gateway.js';
import { any, bool, flag, list, num, numOr32767, oneOf, range, struct, text, words } from './shape.js';

/** An aircraft resting in a dock; 32767 is "no value". mV, °C, percent. */
const dockedBattery = struct({
  index: num,
  capacity_percent: numOr32767,
  voltage: numOr32767,
  temperature: numOr32767,
});

/** What only a dock reports (reference 3.1, 3.2), over osd in three alternating parts and over state. */
export const dockMembers = {
  /** 0 preparing, 1 in flight, 2 recovering, 3 flight areas, 4 obstacles, 5 idle, 255 aircraft abnormal, 256 unknown. */
  flighttask_step_code: range(0, 5, 255, 256),
  /** 0 closed, 1 open, 2 half open, 3 abnormal. */
  cover_state: range(0, 3),
  putter_state: range(0, 3),
  drone_in_dock: flag,
  drone_charge_state: struct({ state: flag, capacity_percent: numOr32767 }),
  supplement_light_state: flag,
  alarm_state: flag,
  emergency_stop_state: flag,
  silent_mode: flag,
  /** 0 none, 1 light, 2 moderate, 3 heavy. */
  rainfall: range(0, 3),
  /** °C outside and inside, percent. */
  environment_temperature: num,
  temperature: num,
  humidity: num,
  air_conditioner: struct({
    air_conditioner_state: range(0, 15),
    /** Seconds until the mode may be switched. */
    switch_time: num,
  }),
  /** The old form of air_conditioner. */
  air_conditioner_mode: range(0, 15),
  /** 1 plan (55-60 % at rest), 2 standby (90-95 %). */
  battery_store_mode: oneOf(1, 2),
  network_state: struct({
    /** 1 4G, 2 Ethernet. */
    type: oneOf(1, 2),
    /** 0 none to 5 good; 0 with a working Ethernet link is normal. */
    quality: range(0, 5),
    /** kB/s. */
    rate: num,
  }),
  heading: num,
  /** Dock 2: 0/1. Dock 3: 0 none, 1 both, 2 heading only, 3 position only. */
  home_position_is_valid: range(0, 3),
  alternate_land_point: alternateLandPoint,
  relative_alternate_land_point: struct({
    longitude: num,
    latitude: num,
    height: num,
    safe_land_height: num,
    status: num,
    is_configured: flag,
  }),
  self_converge_coordinate: struct({ longitude: num, latitude: num, height: num }),
  media_file_detail: struct({
    /** Files of all missions still to upload. */
    remain_upload: num,
  }),
  sub_device: struct({
    device_sn: text,
    /** Missing while the aircraft is off (quirk 16). */
    device_model_key: text,
    product_type: text,
    device_online_status: flag,
    device_paired: flag,
  }),
  drone_battery_maintenance_info: struct({
    /** 0 none, 1 due, 2 running. */
    maintenance_state: range(0, 2),
    /** Hours. */
    maintenance_time_left: numOr32767,
    /** 0 off, 1 heating, 2 keeping warm. */
    heat_state: range(0, 2),
    batteries: list(dockedBattery),
  }),
  backup_battery: struct({ switch: flag, voltage: num, temperature: num }),
  job_number: num,
  /** Seconds. */
  acc_time: num,
  /** Milliseconds; a fixed date in 2021 on every Dock 3 seen (quirk 15). */
  first_power_on: num,
  /** mV, mA, V. */
  working_voltage: num,
  working_current: num,
  electric_supply_voltage: num,
  acdc_power_input: num,
  poe_link_status: num,
  poe_power_output: num,
  gimbal_holder_state: num,
  temp_mode_state: bool,
  deployment_mode: num,
  flighttask_prepare_capacity: num,
  tilt_angle: struct({ valid: any, value: num }),
  sdr: struct({ up_quality: num, down_quality: num, frequency_band: num }),
  departure_point: any,
  departure_point_status: any,
  user_experience_improvement: range(0, 2),
  air_transfer_enable: bool,
  rtcm_info: rtcmInfo,
  /** Who controls what (Dock 1). */
  drone_authority_info: struct({
    sn: text,
    control_source: words('A', 'B', ''),
    locked: bool,
    payloads: list(struct({ payload_index: text, control_source: text, sn: text })),
  }),
};
