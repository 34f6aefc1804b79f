import { Injectable } from '@nestjs/common';
import { type EntityManager } from 'typeorm';
import { type GeoPoint } from '#geo';
import { MobileStore } from './mobile.store.js';
import { TaskRecorder } from './task.recorder.js';

/** The word for a drone that was seen to land: a mobile drone says none of its own about a task. */
export const LANDED = 'landed';

/** What a drone said of itself. */
export interface DroneWord {
  sn: string;
  /** Null: it does not say. */
  airborne: boolean | null;
  place: GeoPoint | null;
  /** Milliseconds since 1970. */
  at: number;
}

/** Take-offs and landings of mobile drones, as their telemetry tells them, become the course of tasks. */
@Injectable()
export class MobileFlights {
  private readonly airborne = new Map<string, boolean>();

  constructor(
    private readonly store: MobileStore,
    private readonly recorder: TaskRecorder,
  ) {}

  /** How a drone stood when this process began to listen. */
  remember(sn: string, airborne: boolean): void {
    this.airborne.set(sn, airborne);
  }

  /** The change that a word of a mobile drone brings, in the transaction of its message; null: none. */
  changeOf({ sn, airborne, place, at }: DroneWord): ((tx: EntityManager) => Promise<void>) | null {
    if (airborne === null) return null;
    const before = this.airborne.get(sn);
    this.airborne.set(sn, airborne);
    // what was in the air before anybody listened began no flight that we know of
    if (before === undefined || before === airborne) return null;
    return airborne ? (tx) => this.tookOff(sn, place, at, tx) : (tx) => this.landed(sn, at, tx);
  }

  private async tookOff(sn: string, place: GeoPoint | null, at: number, tx: EntityManager): Promise<void> {
    const id = await this.store.begunBy(sn, place, new Date(at), tx);
    if (id) await this.recorder.believe(tx, id, () => [{ type: 'took_off', at }], {});
  }

  private async landed(sn: string, at: number, tx: EntityManager): Promise<void> {
    const id = await this.store.flownBy(sn, tx);
    if (!id) return;
    const progress = { percent: null, step: null, waypoint: null, at: new Date(at).toISOString() };
    await this.recorder.believe(tx, id, () => [{ type: 'told', at, word: LANDED }], { progress });
  }
}
