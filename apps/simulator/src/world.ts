import { randomUUID } from 'node:crypto';
import { randomOf, type Random } from './random.js';
import { firstWeather, nextWeather, seasonOf, type Season, type Weather } from './weather.js';
import { Wheel, type Planned } from './wheel.js';

export interface WorldOptions {
  seed: string;
  /** How many seconds of flying, charging and weather pass in one; messages keep their real rates. */
  speed: number;
  timeZone: string;
  /** Wall clock, ms; monotonic clock of the wheel, ms. Tests give their own. */
  now?: () => number;
  wheel?: Wheel;
}

/** What all devices share: the clock, the timers, the weather, and the pace of time. */
export class World {
  readonly wheel: Wheel;
  readonly now: () => number;
  readonly speed: number;
  weather: Weather;
  season: Season;
  private readonly random: Random;
  private readonly startedAt: number;
  private sky: Planned | null = null;

  constructor(private readonly options: WorldOptions) {
    this.wheel = options.wheel ?? new Wheel();
    this.now = options.now ?? Date.now;
    this.speed = options.speed;
    this.random = randomOf(`${options.seed}/weather`);
    this.startedAt = this.wheel.now();
    this.season = seasonOf(this.now(), options.timeZone);
    this.weather = firstWeather(this.season, this.random);
  }

  /** Seconds of the simulated world since it began. */
  get time(): number {
    return ((this.wheel.now() - this.startedAt) / 1000) * this.speed;
  }

  /** A source of chance of its own for a device: what it does depends on the seed and its serial only. */
  randomFor(sn: string): Random {
    return randomOf(`${this.options.seed}/${sn}`);
  }

  /** Fresh on every run, whatever the seed: a repeated id would be taken for a repeated message. */
  newId(): string {
    return randomUUID();
  }

  start(): void {
    this.wheel.start();
    this.sky ??= this.wheel.every(5000, () => {
      this.season = seasonOf(this.now(), this.options.timeZone);
      this.weather = nextWeather(this.weather, this.season, 5 * this.speed, this.random);
    });
  }

  stop(): void {
    this.sky?.cancel();
    this.wheel.stop();
  }
}
