/** Properties of a device by their protocol names, as in the `data` of osd, state and property/set. */
export type Properties = Record<string, unknown>;

/** The three kinds of thing that report properties. */
export type PropertyKind = 'dock' | 'aircraft' | 'remote_controller';

const DOCK_KEYS = [
  'network_state',
  'drone_charge_state',
  'drone_in_dock',
  'rainfall',
  'environment_temperature',
  'temperature',
  'humidity',
  'home_position_is_valid',
  'alternate_land_point',
  'first_power_on',
  'cover_state',
  'putter_state',
  'silent_mode',
  'supplement_light_state',
  'emergency_stop_state',
  'air_conditioner',
  'air_conditioner_mode',
  'battery_store_mode',
  'alarm_state',
  'sub_device',
  'job_number',
  'acc_time',
  'deployment_mode',
  'relative_alternate_land_point',
  'self_converge_coordinate',
  'electric_supply_voltage',
  'working_voltage',
  'working_current',
  'acdc_power_input',
  'poe_link_status',
  'poe_power_output',
  'backup_battery',
  'gimbal_holder_state',
  'drone_battery_maintenance_info',
  'temp_mode_state',
  'flighttask_step_code',
  'flighttask_prepare_capacity',
  'media_file_detail',
  'sdr',
  'user_experience_improvement',
  'departure_point',
  'departure_point_status',
  'tilt_angle',
  'rtcm_info',
  'air_transfer_enable',
  'drone_authority_info',
] as const;

const AIRCRAFT_KEYS = [
  'attitude_head',
  'attitude_pitch',
  'attitude_roll',
  'elevation',
  'horizontal_speed',
  'vertical_speed',
  'home_distance',
  'wind_direction',
  'gear',
  'battery',
  'obstacle_avoidance',
  'distance_limit_status',
  'height_limit',
  'is_near_height_limit',
  'is_near_area_limit',
  'rth_altitude',
  'rc_lost_action',
  'exit_wayline_when_rc_lost',
  'night_lights_state',
  'total_flight_time',
  'total_flight_distance',
  'total_flight_sorties',
  'track_id',
  'cameras',
  'best_link_gateway',
  'rid_state',
  'fts_info',
  'payloads',
  'control_source',
  'home_latitude',
  'home_longitude',
  'mode_code_reason',
  'low_battery_warning_threshold',
  'serious_low_battery_warning_threshold',
  'flysafe_database_version',
  'offline_map_enable',
  'current_rth_mode',
  'rth_mode',
  'commander_flight_mode',
  'current_commander_flight_mode',
  'commander_flight_height',
  'commander_mode_lost_action',
  'remaining_power_for_return_home',
  'camera_watermark_settings',
  'psdk_ui_resource',
  'psdk_widget_values',
  'geo_caging_status',
  'is_beidou_version',
  'ai_model_list',
] as const;

const REMOTE_CONTROLLER_KEYS = [
  'capacity_percent',
  'cloud_control_auth',
  'is_cloud_control_auth',
  'app_version',
] as const;

/** Keys that only one kind of device reports. Position, mode_code, storage and the live lists are shared: not here. */
const KIND_OF_KEY: ReadonlyMap<string, PropertyKind> = new Map<string, PropertyKind>([
  ...DOCK_KEYS.map((key): [string, PropertyKind] => [key, 'dock']),
  ...AIRCRAFT_KEYS.map((key): [string, PropertyKind] => [key, 'aircraft']),
  ...REMOTE_CONTROLLER_KEYS.map((key): [string, PropertyKind] => [key, 'remote_controller']),
]);

/** What kind of device reports such properties, by the first key that only one kind has; null when none has. */
export function kindOfProperties(properties: Properties): PropertyKind | null {
  for (const key in properties) {
    const kind = KIND_OF_KEY.get(key);
    if (kind !== undefined) return kind;
    if (isPayloadKey(key)) return 'aircraft';
  }
  return null;
}

/** True for `type-subtype-gimbalindex`, such as `99-0-0`: the name of a payload's own object in aircraft OSD. */
export function isPayloadKey(key: string): boolean {
  if (key.length < 5 || key.length > 20) return false;
  let dashes = 0;
  let digits = 0;
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at);
    if (code === 45) {
      if (digits === 0) return false;
      dashes++;
      digits = 0;
    } else if (code >= 48 && code <= 57) digits++;
    else return false;
  }
  return dashes === 2 && digits > 0;
}
