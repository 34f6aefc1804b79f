import { type RemoteController } from './remote-controller.js';

/** The one body of a remote controller, every two seconds. The RC Plus 2 adds country and `drc_state`. */
export function remoteControllerOsd(controller: RemoteController): Record<string, unknown> {
  const { account, model, aircraft, random } = controller;
  const linked = controller.aircraftReported;
  const quality = linked ? Math.max(1, 5 - Math.floor(aircraft.flight.homeDistance / 800)) : 0;
  return {
    capacity_percent: Math.round(controller.batteryPercent),
    ...(model.older ? { height: 0 } : { height: aircraft.groundHeight, country: 'CN', drc_state: 0 }),
    latitude: account.latitude + random.gauss() * 4e-6,
    longitude: account.longitude + random.gauss() * 4e-6,
    wireless_link: {
      '4g_freq_band': 5.8,
      '4g_gnd_quality': 0,
      '4g_link_state': 0,
      '4g_quality': 0,
      '4g_uav_quality': 0,
      dongle_number: 0,
      link_workmode: 0,
      sdr_freq_band: model.older ? 1 : 5.8,
      sdr_link_state: linked ? 1 : 0,
      sdr_quality: quality,
    },
  };
}
