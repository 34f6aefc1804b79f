import { type Gateway } from './gateway.js';

/** One active alarm, as it lies in the list of an `hms` event. */
interface Notice {
  level: number;
  module: number;
  in_the_sky: number;
  code: string;
  device_type: string;
  imminent: number;
  args: Record<string, number>;
}

/** Codes of the maker's table that come and go by themselves, with their level. */
const DOCK_SPELLS: readonly (readonly [code: string, level: number])[] = [
  ['0x17000004', 1],
  ['0x19113D10', 1],
  ['0x19110802', 1],
  ['0x12040000', 2],
];
const AIRCRAFT_SPELLS: readonly (readonly [code: string, level: number])[] = [
  ['0x1B0A0001', 1],
  ['0x1605001F', 1],
  ['0x17000004', 1],
  ['0x1606000D', 2],
];
const HEAVY_RAIN = '0x19114800';
const STRONG_WIND_DOCK = '0x160900BF';
const EMERGENCY_STOP = '0x19111800';
const STRONG_WIND_AIRCRAFT = '0x20020200';
const LOW_BATTERY_RETURN = '0x20020600';
const VERY_LOW_BATTERY = '0x16100011';
/** Seconds between two spells of a device on average, and how long one lasts. */
const SPELL_EVERY = 5400;
const SPELL_LASTS: readonly [number, number] = [30, 240];
const REPORT_EVERY = 2;

/** Health of a gateway and its aircraft: the full set of each, every two seconds, mostly empty. */
export class Health {
  /** Seconds left of a spell, by code. */
  private readonly gatewaySpells = new Map<string, number>();
  private readonly aircraftSpells = new Map<string, number>();

  constructor(
    private readonly gateway: Gateway,
    /** Rain gauge, wind gauge and button; remote controllers have none. */
    private readonly emergencyStop: () => boolean,
  ) {}

  report(): void {
    const { gateway } = this;
    if (gateway.account.kind === 'dock') gateway.event('hms', { list: this.gatewayNotices() });
    if (!gateway.aircraftReported) return;
    const list = this.aircraftNotices();
    // The M3 series behind an RC Pro names no method and wraps its codes.
    if (gateway.model.zeroIds) {
      const codes = list.map(({ code }) => ({ id: Number.parseInt(code, 16) }));
      gateway.event(undefined, { event: 'hms', method: 'hms', output: { codes } }, { sn: gateway.aircraft.sn });
    } else gateway.event('hms', { list }, { sn: gateway.aircraft.sn });
  }

  /** Codes that are active now, for the control page. */
  get codes(): string[] {
    return [...this.standing().map(([code]) => code), ...this.gatewaySpells.keys(), ...this.aircraftSpells.keys()];
  }

  private gatewayNotices(): Notice[] {
    this.age(this.gatewaySpells, DOCK_SPELLS);
    const spells = DOCK_SPELLS.filter(([code]) => this.gatewaySpells.has(code));
    return [...this.standing(), ...spells].map(([code, level]) =>
      this.notice(code, level, this.gateway.model.key, false),
    );
  }

  private standing(): [code: string, level: number][] {
    if (this.gateway.account.kind !== 'dock') return [];
    const { rainfall, wind } = this.gateway.weather;
    return [
      ...(rainfall >= 3 ? [[HEAVY_RAIN, 2] as [string, number]] : []),
      ...(wind >= 9 ? [[STRONG_WIND_DOCK, 2] as [string, number]] : []),
      ...(this.emergencyStop() ? [[EMERGENCY_STOP, 2] as [string, number]] : []),
    ];
  }

  private aircraftNotices(): Notice[] {
    const { aircraft, weather } = this.gateway;
    this.age(this.aircraftSpells, AIRCRAFT_SPELLS);
    const flying = aircraft.flight.airborne;
    const { percent } = aircraft.battery;
    const active: [string, number][] = [
      ...(flying && weather.wind >= 8 ? [[STRONG_WIND_AIRCRAFT, 1] as [string, number]] : []),
      ...(flying && percent < 25 && aircraft.flight.phase === 'returning'
        ? [[LOW_BATTERY_RETURN, 2] as [string, number]]
        : []),
      ...(percent < 15 ? [[VERY_LOW_BATTERY, 2] as [string, number]] : []),
      ...AIRCRAFT_SPELLS.filter(([code]) => this.aircraftSpells.has(code)).map(([code, level]): [string, number] => [
        code,
        level,
      ]),
    ];
    return active.map(([code, level]) => this.notice(code, level, this.aircraftType, flying));
  }

  /** The aircraft's own firmware reports the plain sub-type 0, whatever its variant. */
  private get aircraftType(): string {
    return this.gateway.aircraft.model.key.replace(/\d+$/, '0');
  }

  private notice(code: string, level: number, type: string, inTheSky: boolean): Notice {
    return {
      level,
      module: 3,
      in_the_sky: inTheSky ? 1 : 0,
      code,
      device_type: type,
      imminent: 0,
      args: { component_index: 0, sensor_index: 0 },
    };
  }

  private age(spells: Map<string, number>, kinds: typeof DOCK_SPELLS): void {
    const { random, world } = this.gateway;
    const passed = REPORT_EVERY * world.speed;
    for (const [code, left] of spells) {
      if (left <= passed) spells.delete(code);
      else spells.set(code, left - passed);
    }
    if (random.chance(passed / SPELL_EVERY)) spells.set(random.pick(kinds)[0], random.between(...SPELL_LASTS));
  }
}
