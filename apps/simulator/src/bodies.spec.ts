import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { aircraftOsd } from './osd-aircraft.js';
import { dockEnvironment, dockPower, dockTask } from './osd-dock.js';
import { remoteControllerOsd } from './osd-remote-controller.js';
import { Dock } from './dock.js';
import { type FleetGateway } from './fleet.js';
import { Link } from './link.js';
import { RemoteController } from './remote-controller.js';
import { World } from './world.js';

interface Line {
  topic: string;
  kind: string;
  source: string;
  payload: { data: Record<string, unknown> };
}

const LINES = readFileSync(join(import.meta.dirname, '../fixtures/captured.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Line);
const captured = (test: (line: Line) => boolean) => LINES.find(test)!.payload.data;
const real = ({ topic }: Line) => topic === 'thing/product/SN_DOCK_FIXTURE/osd';

/** Paths of all members, arrays by their first element, a camera's key as `*`. */
function paths(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return value.length > 0 ? paths(value[0], `${at}[]`) : [at];
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value).flatMap(([key, inner]) =>
    paths(inner, `${at}.${/^\d+-\d+-\d+$/.test(key) ? '*' : key}`),
  );
}

function gateway(modelKey: string, aircraftKey: string): FleetGateway {
  return {
    sn: 'GW1',
    kind: modelKey.startsWith('3') ? 'dock' : 'remote_controller',
    modelKey,
    name: 'g',
    username: 'u',
    password: 'p',
    longitude: 110.28,
    latitude: 21.6,
    aircraft: { sn: 'AC1', modelKey: aircraftKey, name: 'a' },
  };
}

function options(modelKey: string, aircraftKey: string) {
  const world = new World({ seed: '1', speed: 1, timeZone: 'Asia/Shanghai', now: () => 1_790_000_000_000 });
  const link = new Link({
    broker: 'mqtt://127.0.0.1:1',
    username: '',
    password: '',
    random: world.randomFor('l'),
    complain: () => {},
  });
  return { account: gateway(modelKey, aircraftKey), world, link, telemetryQos: 0 as const };
}

function dock(modelKey = '3-3-0', aircraftKey = '0-100-1'): Dock {
  const made = new Dock(options(modelKey, aircraftKey));
  made.powerAircraft(true);
  return made;
}

describe('the simulated bodies beside the captured ones', () => {
  it('has the members of a real Dock 3 environment part, no more and no fewer', () => {
    const expected = captured((line) => real(line) && 'cover_state' in line.payload.data);
    expect(paths(dockEnvironment(dock())).sort()).toEqual(paths(expected).sort());
  });

  it('has the members of a real Dock 3 power part, no more and no fewer', () => {
    const expected = captured((line) => real(line) && 'job_number' in line.payload.data);
    expect(paths(dockPower(dock())).sort()).toEqual(paths(expected).sort());
  });

  it('has the documented members of the task part and those seen besides', () => {
    const documented = captured(({ payload }) => 'flighttask_step_code' in payload.data);
    const body = dockTask(dock());
    expect(paths(body)).toEqual(expect.arrayContaining(paths(documented)));
    expect(Object.keys(body)).toEqual(
      expect.arrayContaining([
        'drc_state',
        'sdr',
        'user_experience_improvement',
        'departure_point',
        'departure_point_status',
        'tilt_angle',
      ]),
    );
  });

  it('has the documented members of a Dock 2, and none of the Dock 3 additions', () => {
    const documented = LINES.filter(({ source }) => source.includes('dock2'));
    expect(documented).toHaveLength(2);
    const older = dock('3-2-0', '0-91-1');
    const body = { ...dockEnvironment(older), ...dockPower(older), ...dockTask(older) };
    for (const line of documented) expect(paths(body)).toEqual(expect.arrayContaining(paths(line.payload.data)));
    for (const added of ['deployment_mode', 'tilt_angle', 'sdr', 'poe_link_status'])
      expect(body).not.toHaveProperty(added);
  });

  it('does not say the model of an aircraft that is off', () => {
    const resting = new Dock(options('3-3-0', '0-100-1'));
    expect(dockEnvironment(resting)['sub_device']).toEqual({
      device_sn: 'AC1',
      device_online_status: 0,
      device_paired: 1,
    });
    expect(dockPower(resting)).toMatchObject({
      drone_battery_maintenance_info: { batteries: [{ capacity_percent: 32767, voltage: 32767 }] },
    });
  });

  it('has what a thermal aircraft below a dock sends, cameras as captured from a Matrice 4TD', () => {
    const made = dock();
    const body = aircraftOsd(made.aircraft, { gatewaySn: 'GW1', kind: 'dock', rtk: true }, made.weather);
    const m30t = captured(({ kind }) => kind === 'osd.drone');
    // On docks these two are states; the M30T sends them as osd through its remote controller.
    const expected = paths(m30t).filter((path) => !['.firmware_version', '.exit_wayline_when_rc_lost'].includes(path));
    expect(paths(body)).toEqual(expect.arrayContaining(expected));
    const cameras = captured(({ topic, payload }) => topic.endsWith('/state') && 'cameras' in payload.data)['cameras'];
    expect(paths(body['cameras']).sort()).toEqual(paths(cameras).sort());
    expect(body).toHaveProperty('best_link_gateway', 'GW1');
    const size = JSON.stringify(body).length;
    expect(size).toBeGreaterThan(2500);
    expect(size).toBeLessThan(4000);
  });

  it('has the one body of a remote controller', () => {
    const controller = new RemoteController(options('2-144-0', '0-77-1'));
    const expected = captured(({ kind }) => kind === 'osd.rc');
    expect(paths(remoteControllerOsd(controller)).sort()).toEqual(paths(expected).sort());
  });

  it('sends no camera list for an M4T, as its table has none', () => {
    const controller = new RemoteController(options('2-174-0', '0-99-1'));
    const body = aircraftOsd(
      controller.aircraft,
      { gatewaySn: 'GW1', kind: 'remote_controller', rtk: false },
      controller.weather,
    );
    expect(body).not.toHaveProperty('cameras');
    expect(body).toHaveProperty('firmware_version');
  });
});
