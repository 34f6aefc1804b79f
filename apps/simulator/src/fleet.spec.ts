import { describe, expect, it } from '@jest/globals';
import { InvalidFleet, parseFleet, scaledFleet, type Fleet } from './fleet.js';
import { localFrame } from './local-frame.js';
import { InvalidOptions, parseOptions } from './options.js';
import { randomOf } from './random.js';
import { routeOf } from './route.js';

const FLEET: Fleet = {
  broker: 'mqtt://127.0.0.1:1883',
  gateways: [
    {
      sn: 'D1',
      kind: 'dock',
      modelKey: '3-3-0',
      name: 'd',
      username: 'u',
      password: 'very-secret',
      longitude: 110.28,
      latitude: 21.6,
      aircraft: { sn: 'A1', modelKey: '0-100-1', name: 'a' },
    },
  ],
};
const text = (change: (fleet: Fleet) => void) => {
  const fleet = structuredClone(FLEET);
  change(fleet);
  return JSON.stringify(fleet);
};

describe('the fleet file', () => {
  it('is read as it was written', () => {
    expect(parseFleet(JSON.stringify(FLEET), 'f')).toEqual(FLEET);
  });

  it.each([
    ['not json', 'JSON'],
    [text((fleet) => (fleet.broker = '127.0.0.1')), 'broker'],
    [text((fleet) => (fleet.gateways[0]!.modelKey = '9-9-9')), 'gateways.0.modelKey'],
    [text((fleet) => (fleet.gateways[0]!.latitude = 121)), 'gateways.0.latitude'],
    [text((fleet) => (fleet.gateways[0]!.aircraft.sn = 'D1')), 'D1'],
    [text((fleet) => (fleet.gateways = [])), 'gateways'],
  ])('is refused with the member that is wrong, without its passwords', (source, named) => {
    expect(() => parseFleet(source, 'f')).toThrow(InvalidFleet);
    expect(() => parseFleet(source, 'f')).toThrow(named);
    expect(() => parseFleet(source, 'f')).not.toThrow('very-secret');
  });

  it('grows to as many docks as asked, each with serials and a place of its own', () => {
    const { gateways } = scaledFleet(FLEET, 2000, 'SIM');
    expect(gateways).toHaveLength(2000);
    expect(gateways[0]!.sn).toBe('D1');
    expect(new Set(gateways.flatMap(({ sn, aircraft }) => [sn, aircraft.sn])).size).toBe(4000);
    expect(new Set(gateways.map(({ longitude, latitude }) => `${longitude},${latitude}`)).size).toBe(2000);
  });
});

describe('routes', () => {
  const frame = localFrame({ longitude: 110.28, latitude: 21.6 });

  it('are the same for the same serial and stay near their dock', () => {
    const gateway = FLEET.gateways[0]!;
    const one = routeOf(gateway, undefined, frame, randomOf('1/D1'));
    expect(one).toEqual(routeOf(gateway, undefined, frame, randomOf('1/D1')));
    expect(one).not.toEqual(routeOf(gateway, undefined, frame, randomOf('1/D2')));
    for (let seed = 0; seed < 200; seed++) {
      for (const kind of ['dock', 'remote_controller'] as const) {
        const { points } = routeOf({ ...gateway, kind }, undefined, frame, randomOf(String(seed)));
        expect(points.length).toBeGreaterThanOrEqual(6);
        expect(Math.max(...points.map(({ x, y }) => Math.hypot(x, y)))).toBeLessThan(2500);
        expect(Math.max(...points.map(({ z }) => z))).toBeLessThan(120);
      }
    }
  });

  it('are those of the fleet file when it gives one', () => {
    const given = { gatewaySn: 'D1', points: [[110.29, 21.6, 80]] as [number, number, number][], speed: 7 };
    const { points, speed } = routeOf(FLEET.gateways[0]!, given, frame, randomOf('x'));
    expect(speed).toBe(7);
    expect(points[0]!.x).toBeCloseTo(1035.6, 0);
    expect(points[0]!.z).toBe(80);
  });
});

describe('the command line', () => {
  it('reads what it is told', () => {
    expect(
      parseOptions([
        '--fleet',
        'f',
        '--docks',
        '20',
        '--speed',
        '5',
        '--fault',
        'rain:all:30s',
        '--fault',
        'silence:D1:1m',
      ]),
    ).toMatchObject({
      fleet: 'f',
      docks: 20,
      speed: 5,
      faults: [{ kind: 'rain' }, { kind: 'silence', seconds: 60 }],
    });
  });

  it.each([['--speed', '0'], ['--speed', '101'], ['--docks', 'many'], ['--what'], ['--qos', '2']])(
    'refuses %s %s',
    (...argv) => {
      expect(() => parseOptions(argv)).toThrow(InvalidOptions);
    },
  );
});
