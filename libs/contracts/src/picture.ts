import { type DeviceSample, type DeviceView } from './devices.js';
import { type Fact } from './events.js';
import { type LiveSnapshot } from './live.js';

/** What a client knows: a snapshot moved forward by facts and samples. */
export interface Picture {
  eventId: number;
  devices: ReadonlyMap<string, DeviceView>;
}

/** The picture of a snapshot. */
export function pictureOf(snapshot: LiveSnapshot): Picture {
  return { eventId: snapshot.eventId, devices: new Map(snapshot.devices.map((device) => [device.sn, device])) };
}

/** The picture after a fact. A fact that is already in it changes nothing, so replay may overlap. Pure. */
export function applyFact(picture: Picture, fact: Fact): Picture {
  if (fact.id <= picture.eventId) return picture;
  const devices = new Map(picture.devices);
  const change = (sn: string, part: Partial<DeviceView>) => {
    const device = devices.get(sn);
    if (device) devices.set(sn, { ...device, ...part });
  };
  switch (fact.name) {
    case 'device.presence_changed':
      change(fact.data.sn, {
        presence: fact.data.to,
        presenceReason: fact.data.reason,
        presenceSince: fact.data.since ?? fact.at,
      });
      break;
    case 'device.topology_changed':
      change(fact.data.sn, { parentSn: fact.data.parentSn });
      break;
    case 'device.registered':
    case 'device.changed': {
      const known = devices.get(fact.data.device.sn);
      const newest = newer(known?.sample ?? null, fact.data.device.sample);
      devices.set(fact.data.device.sn, { ...fact.data.device, sample: newest });
      break;
    }
    case 'device.left':
      devices.delete(fact.data.sn);
      break;
    case 'device.health_raised':
    case 'device.health_cleared':
      change(fact.data.sn, { health: fact.data.health });
      break;
    default:
      break;
  }
  return { eventId: fact.id, devices };
}

/** The picture after a frame of samples; an older sample never replaces a newer one. Pure. */
export function applySamples(picture: Picture, samples: readonly DeviceSample[]): Picture {
  const devices = new Map(picture.devices);
  for (const sample of samples) {
    const device = devices.get(sample.sn);
    if (!device) continue;
    const newest = newer(device.sample, sample);
    if (newest !== device.sample) devices.set(sample.sn, { ...device, sample: newest, lastMessageAt: sample.at });
  }
  return { ...picture, devices };
}

function newer(one: DeviceSample | null, other: DeviceSample | null): DeviceSample | null {
  if (!one || !other) return one ?? other;
  return Date.parse(other.at) >= Date.parse(one.at) ? other : one;
}
