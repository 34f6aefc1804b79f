import { nothing } from './bodies.common.js';
import { any, list, num, struct, text, type ValueOf, words, range, bool } from './shape.js';

/** What a device asks the cloud (reference 2.2, 4.3, 6.1, 8.2); every one must be answered. */
export const requestShapes = {
  /** The first thing a dock asks; the answer is flat. */
  config: struct({ config_type: words('json'), config_scope: words('product') }),
  airport_bind_status: struct({ devices: list(struct({ sn: text })) }),
  airport_organization_get: struct({ device_binding_code: text, organization_id: text }),
  airport_organization_bind: struct({
    bind_devices: list(
      struct({
        sn: text,
        device_model_key: text,
        device_callsign: text,
        organization_id: text,
        device_binding_code: text,
      }),
    ),
  }),
  /** 0 media, 1 interface of a payload. */
  storage_config_get: struct({ module: range(0, 1) }),
  flighttask_resource_get: struct({ flight_id: text }),
  /** Several docks at one mission; Dock 3 says `sn`, Dock 2 `target_sn`. */
  flighttask_progress_get: struct({ sn: text, target_sn: text, flight_id: text }),
  flight_areas_get: nothing,
  /** Asked before take-off and nowhere documented. */
  offline_map_get: nothing,
};
export type RequestBodies = { [K in keyof typeof requestShapes]: ValueOf<(typeof requestShapes)[K]> };

/** `update_topo`, for the check of its members; read by topology.ts. */
export const topologyShape = (() => {
  const identity = {
    // documented as text, sent as a number: both are right
    domain: any,
    type: num,
    sub_type: num,
    device_secret: text,
    nonce: text,
    thing_version: text,
    version: num,
  };
  const child = struct({ ...identity, sn: text, index: text, device_callsign: text, bound: bool });
  return struct({ ...identity, sub_devices: list(child) });
})();
