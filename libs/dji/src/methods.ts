import { isObject, textOf } from './values.js';

/** Members that give a body away when its message has no method (reference 7.3; bodies published without a frame). */
type Sign = readonly [method: string, ...members: string[]];

const DRC_SIGNS: readonly Sign[] = [
  ['delay_info_push', 'sdr_cmd_delay'],
  ['delay_info_push', 'liveview_delay_list'],
  ['hsi_info_push', 'around_distances'],
  ['hsi_info_push', 'around_distance'],
  ['hsi_info_push', 'up_distance', 'down_distance'],
  ['osd_info_push', 'speed_x', 'speed_y'],
  ['osd_info_push', 'attitude_head', 'latitude'],
  ['drc_camera_osd_info_push', 'wide_lense'],
  ['drc_camera_osd_info_push', 'zoom_lense'],
  ['drc_camera_state_push', 'camera_state'],
  ['drc_drone_state_push', 'stealth_state', 'mode_code'],
  ['stick_control', 'roll', 'pitch', 'throttle', 'yaw'],
  ['heart_beat', 'timestamp'],
];

const EVENT_SIGNS: readonly Sign[] = [
  ['file_upload_callback', 'file', 'flight_task'],
  ['in_flight_wayline_progress', 'in_flight_wayline_id', 'progress'],
  ['fly_to_point_progress', 'fly_to_id', 'status'],
  ['takeoff_to_point_progress', 'flight_id', 'status', 'remaining_distance'],
  ['return_home_info', 'last_point_type', 'planned_path_points'],
  ['flighttask_ready', 'flight_ids'],
  ['flight_areas_drone_location', 'drone_locations'],
  ['obstacle_avoidance_notify', 'obstacles', 'is_final_report'],
];

const REQUEST_SIGNS: readonly Sign[] = [
  ['config', 'config_type'],
  ['config', 'config_scope'],
  ['airport_organization_bind', 'bind_devices'],
  ['airport_bind_status', 'devices'],
  ['airport_organization_get', 'device_binding_code', 'organization_id'],
  ['storage_config_get', 'module'],
];

/**
 * The method of a body whose message has none: the one the legacy M3 series puts inside the body, else the only one
 * whose members it has; null when that cannot be told.
 */
export function methodOfBody(channel: 'events' | 'requests' | 'drc', body: unknown): string | null {
  if (channel === 'events' && Array.isArray(body)) return isAirTraffic(body) ? 'airsense_warning' : null;
  if (!isObject(body)) return null;
  const inside = channel === 'events' ? (textOf(body['method']) ?? textOf(body['event'])) : null;
  if (inside !== null) return inside;
  if (channel === 'events') return bySigns(EVENT_SIGNS, body) ?? byContent(body);
  return bySigns(channel === 'drc' ? DRC_SIGNS : REQUEST_SIGNS, body);
}

/** The one event whose body is a list: aircraft nearby. */
function isAirTraffic(body: unknown[]): boolean {
  return body.length > 0 && body.every((entry) => isObject(entry) && 'icao' in entry);
}

function bySigns(signs: readonly Sign[], body: Record<string, unknown>): string | null {
  for (const [method, ...members] of signs) {
    if (members.every((member) => Object.hasOwn(body, member))) return method;
  }
  return null;
}

function byContent(body: Record<string, unknown>): string | null {
  const { list, file, output } = body;
  if (Array.isArray(list) && list.length > 0 && list.every((entry) => isObject(entry) && 'code' in entry)) return 'hms';
  if (isObject(file) && 'object_key' in file) return 'file_upload_callback';
  if (isObject(output) && isObject(output['ext']) && 'wayline_mission_state' in output['ext'])
    return 'flighttask_progress';
  return null;
}
