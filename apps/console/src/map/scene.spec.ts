import { describe, expect, it } from '@jest/globals';
import type { DeviceSample, DeviceView } from '#contracts';
import { composeScene, placeDevices } from './scene.js';

const HOME = { longitude: 110.28, latitude: 21.6 };

function device(part: Partial<DeviceView> & { sn: string }): DeviceView {
  return {
    kind: 'dock',
    name: part.sn,
    modelKey: null,
    modelName: null,
    parentSn: null,
    role: 'fixed',
    divisionCode: '1',
    divisionName: '镇',
    divisionPath: '0/1',
    ...HOME,
    placement: 'assumed',
    demonstration: true,
    pilotName: null,
    guestUntil: null,
    presence: 'online',
    presenceReason: 'message',
    presenceSince: null,
    lastMessageAt: null,
    health: { notice: 0, reminder: 0, warning: 0 },
    sample: null,
    ...part,
  };
}

function sample(part: Partial<DeviceSample>): DeviceSample {
  return {
    sn: 'A',
    at: '2026-11-23T10:00:00.000Z',
    deviceTime: null,
    longitude: null,
    latitude: null,
    heightEllipsoid: null,
    heightAboveTakeoff: null,
    heading: null,
    speed: null,
    verticalSpeed: null,
    batteryPercent: null,
    modeCode: null,
    airborne: null,
    ...part,
  };
}

const place = (...devices: DeviceView[]) =>
  placeDevices(devices, new Map(devices.map((one) => [one.sn, one])), (where) => where);
const aircraft = (part: Partial<DeviceView>) => device({ sn: 'A', kind: 'aircraft', parentSn: 'D', ...part });

describe('the scene of the map', () => {
  it('draws an aircraft at rest as a mark in its dock, not beside it', () => {
    const placed = place(device({ sn: 'D' }), aircraft({ presence: 'offline', presenceReason: 'resting' }));
    expect(placed.map(({ sn, docked }) => [sn, docked])).toEqual([['D', 'resting']]);
  });

  it('draws a flying aircraft on its own, with its heading', () => {
    const flying = aircraft({ sample: sample({ ...HOME, airborne: true, heading: 90 }) });
    const placed = place(device({ sn: 'D' }), flying);
    expect(placed.map(({ sn, airborne, heading }) => [sn, airborne, heading])).toEqual([
      ['D', false, null],
      ['A', true, 90],
    ]);
  });

  it('draws an aircraft that landed away from its dock where it stands', () => {
    const away = aircraft({ sample: sample({ longitude: 110.29, latitude: 21.6, airborne: false }) });
    expect(place(device({ sn: 'D' }), away)).toHaveLength(2);
  });

  it('leaves out what has no place at all instead of inventing one', () => {
    expect(place(device({ sn: 'R', kind: 'remote_controller', longitude: null, latitude: null }))).toEqual([]);
  });

  it('keeps the selected device out of its group and ends grouping when zoomed in', () => {
    const near = [0, 1, 2].map((index) => device({ sn: `D${index}`, longitude: 110.28 + index * 0.0005 }));
    const placed = place(...near);
    expect(composeScene(placed, 9, true, null).clusters.map(({ members }) => members.length)).toEqual([3]);
    const selected = composeScene(placed, 9, true, 'D1');
    expect(selected.singles.map(({ sn }) => sn)).toEqual(['D1']);
    expect(composeScene(placed, 14, true, null).singles).toHaveLength(3);
  });
});
