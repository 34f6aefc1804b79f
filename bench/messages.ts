/** Devices of the bench: aircraft, each carried by a dock of its own. */
export function aircraftSn(index: number): string {
  return `XHBENCHA${String(index).padStart(6, '0')}`;
}
export function dockSn(index: number): string {
  return `XHBENCHD${String(index).padStart(6, '0')}`;
}
export function osdTopic(index: number): string {
  return `thing/product/${aircraftSn(index)}/osd`;
}

/** What does not change from message to message: the rest of an aircraft's telemetry as a dock sends it. */
const REST =
  '"attitude_pitch":-2.4,"attitude_roll":1.1,"gear":1,"wind_direction":3,"wind_speed":42,"home_distance":812.6,' +
  '"vertical_speed":0,"total_flight_time":90321.5,"total_flight_distance":781233.4,"total_flight_sorties":412,' +
  '"rth_altitude":120,"rc_lost_action":2,"exit_wayline_when_rc_lost":1,"country":"CN","height_limit":120,' +
  '"is_near_area_limit":0,"is_near_height_limit":0,"night_lights_state":0,' +
  '"position_state":{"is_fixed":2,"quality":5,"gps_number":22,"rtk_number":31},"storage":{"total":60082000,"used":5120300},' +
  '"99-0-0":{"gimbal_pitch":-30.1,"gimbal_roll":0,"gimbal_yaw":91.7,"measure_target_longitude":0,"payload_index":"99-0-0",' +
  '"measure_target_latitude":0,"measure_target_altitude":0,"measure_target_distance":0,"measure_target_error_state":3},' +
  '"track_id":"","firmware_version":"13.01.0103"';

/**
 * The telemetry of one aircraft, about 1.2 kB of JSON. `timestamp` is the moment of sending, by which the receiver knows
 * the way's length; no two messages are alike.
 */
export function osdMessage(index: number, sequence: number, timestamp: number): string {
  const angle = (sequence % 3600) / 573;
  const longitude = 110.1 + (index % 40) * 0.01 + 0.004 * Math.cos(angle);
  const latitude = 21.5 + Math.floor(index / 40) * 0.01 + 0.004 * Math.sin(angle);
  const serial = (index * 1_000_003 + sequence).toString(16).padStart(12, '0');
  return (
    `{"bid":"0b9e3f5c-0000-4000-8000-${serial}","tid":"1c7d2a4e-0000-4000-8000-${serial}","timestamp":${timestamp},` +
    `"gateway":"${dockSn(index)}","data":{"mode_code":5,"longitude":${longitude.toFixed(8)},"latitude":${latitude.toFixed(8)},` +
    `"height":${(80 + (sequence % 40)).toFixed(3)},"elevation":${(60 + (sequence % 40)).toFixed(1)},` +
    `"attitude_head":${((sequence * 7) % 360) - 179}.2,"horizontal_speed":${8 + (sequence % 4)}.5,` +
    `"battery":{"capacity_percent":${100 - (sequence % 70)},"remain_flight_time":1012,"return_home_power":24,"landing_power":10},${REST}}}`
  );
}
