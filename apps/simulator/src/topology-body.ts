import { createHash } from 'node:crypto';
import { type Gateway } from './gateway.js';

/** The body of `update_topo`; the domain is a number in real messages, and absent from the RC Plus 2. */
export function topologyBody(gateway: Gateway, withAircraft: boolean): Record<string, unknown> {
  const { model, aircraft } = gateway;
  const [domain, type, subType] = aircraft.model.key.split('-').map(Number);
  return {
    ...(model.domain !== null && { domain: model.domain }),
    type: model.type,
    sub_type: model.subType,
    ...opaque(gateway.sn),
    thing_version: '1.2.0',
    sub_devices: withAircraft
      ? [
          {
            sn: aircraft.sn,
            domain,
            type,
            sub_type: subType,
            index: 'A',
            ...opaque(aircraft.sn),
            thing_version: '1.2.0',
          },
        ]
      : [],
  };
}

/** The members nobody but the maker can read: stable for a serial, worthless otherwise. */
function opaque(sn: string): { device_secret: string; nonce: string } {
  const digest = createHash('sha256').update(sn).digest('hex');
  return { device_secret: digest.slice(0, 32), nonce: digest.slice(32) };
}
