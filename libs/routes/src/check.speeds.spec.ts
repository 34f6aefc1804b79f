import { describe, expect, it } from '@jest/globals';
import { type Turn } from '#wayline';
import { contextOf, routeVia, type Spot } from '../fixtures/flights.js';
import { checkRoute, FLIGHT_SETTINGS } from './index.js';

const CODES = ['speed_not_held', 'segment_steep', 'turn_too_tight'];
const speedFindings = (spots: readonly Spot[], windSpeed = 5, speed = 10) =>
  checkRoute(
    routeVia(spots, {}, { speed }),
    contextOf({ settings: { ...FLIGHT_SETTINGS, windSpeed } }),
  ).findings.filter(({ code }) => CODES.includes(code));

describe('speeds, climbs and turns', () => {
  it('must be held against the wind', () => {
    const spots: Spot[] = [
      [0, 200, 60],
      [0, 900, 60, { speed: 15 }],
      [0, 1500, 60, { speed: 14 }],
      [0, 2000, 60],
    ];
    expect(speedFindings(spots)).toEqual([]);
    const findings = speedFindings(spots, 8);
    expect(findings.map(({ code, severity, place }) => [code, severity, place.segment])).toEqual([
      ['speed_not_held', 'warning', 1],
    ]);
    expect(findings[0]!.zh).toBe(
      '第 2 至第 4 航点之间：速度 15 m/s 加上 8 m/s 逆风超过Matrice 4D的最大速度 21 m/s，请降到 13 m/s',
    );
  });

  it('are told of where a climb slows the flight', () => {
    const findings = speedFindings([
      [0, 200, 30],
      [0, 300, 110],
      [0, 900, 110],
    ]);
    expect(findings.map(({ code, severity, place }) => [code, severity, place.segment])).toEqual([
      ['segment_steep', 'info', 0],
    ]);
    expect(findings[0]!.zh).toContain('水平速度将降到 6.3 m/s');
  });

  it('must fit into the distance at which a turn begins', () => {
    const corner = (turn: Turn, speed?: number) =>
      speedFindings([
        [0, 200, 60],
        [0, 700, 60, { turn, speed }],
        [500, 700, 60],
      ]);
    expect(corner({ mode: 'coordinated', damping: 25 })).toEqual([]);
    const [finding] = corner({ mode: 'coordinated', damping: 15 });
    expect(finding).toMatchObject({ code: 'turn_too_tight', severity: 'warning', place: { leg: 0, waypoint: 1 } });
    expect(finding!.zh).toContain('第 2 航点：以 10 m/s 转弯 90° 需要截距 20 米，现为 15 米');
    expect(corner({ mode: 'coordinated', damping: 15 }, 8)).toEqual([]);
    expect(corner({ mode: 'stop' })).toEqual([]);
  });
});
