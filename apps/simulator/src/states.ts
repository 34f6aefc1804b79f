import { type Dock } from './dock.js';
import { type Gateway } from './gateway.js';

/** The change-driven properties an aircraft says when it appears, one message each, and whether it wants an answer. */
export function aircraftStates(gateway: Gateway): [body: Record<string, unknown>, needReply: boolean][] {
  const { aircraft } = gateway;
  const { settings, model } = aircraft;
  const { latitude, longitude } = gateway.account;
  const bodies: Record<string, unknown>[] = [
    { payloads: [{ control_source: aircraft.payloadControlSource, payload_index: model.camera }] },
    { control_source: aircraft.controlSource },
    { home_latitude: latitude, home_longitude: longitude },
    { firmware_version: model.firmware },
    { firmware_upgrade_status: 0 },
    { compatible_status: 0 },
    { low_battery_warning_threshold: 25, serious_low_battery_warning_threshold: 15 },
    { mode_code_reason: 0 },
    { wireless_link_topo: linkTopology(gateway) },
    { flysafe_database_version: '01.00.01.39' },
    { geo_caging_status: { state: 0 } },
  ];
  if (gateway.account.kind === 'dock') {
    bodies.push(
      { offline_map_enable: settings.offline_map_enable },
      { current_rth_mode: settings.rth_mode, rth_mode: settings.rth_mode },
      {
        current_commander_flight_mode: settings.commander_flight_mode,
        commander_flight_mode: settings.commander_flight_mode,
      },
      { commander_flight_height: settings.commander_flight_height },
      { commander_mode_lost_action: settings.commander_mode_lost_action },
      { remaining_power_for_return_home: settings.remaining_power_for_return_home },
      { exit_wayline_when_rc_lost: 0 },
      { is_beidou_version: false },
      { camera_watermark_settings: settings.camera_watermark_settings },
      { dongle_infos: [] },
    );
  }
  return bodies.map((body) => [body, true]);
}

/** The change-driven properties of a dock. `live_status` wants no answer. */
export function dockStates(dock: Dock): [sn: string, body: Record<string, unknown>, needReply: boolean][] {
  const bodies: Record<string, unknown>[] = [
    { live_capacity: dock.live.capacity() },
    { firmware_version: dock.model.firmware },
    { firmware_upgrade_status: 0 },
    { compatible_status: 0 },
    { wireless_link_topo: linkTopology(dock) },
    { rtcm_info: { mount_point: '', port: '', host: '', rtcm_device_type: 1, source_type: 1 } },
    { dongle_infos: [] },
    { air_transfer_enable: dock.airTransfer },
    { silent_mode: dock.silentMode },
    { user_experience_improvement: dock.experienceImprovement },
  ];
  return [
    ...bodies.map((body): [string, Record<string, unknown>, boolean] => [dock.sn, body, true]),
    [dock.sn, { live_status: dock.live.status() }, false],
  ];
}

function linkTopology({ sn, aircraft }: Gateway): Record<string, unknown> {
  return {
    secret_code: Array.from({ length: 28 }, (_, index) => (sn.charCodeAt(index % sn.length) * 7 + index) % 256),
    center_node: { sdr_id: 941_624_600 + (sn.charCodeAt(sn.length - 1) % 97), sn: aircraft.sn },
    leaf_nodes: [{ sdr_id: 941_624_700 + (sn.charCodeAt(sn.length - 1) % 97), sn, control_source_index: 1 }],
  };
}
