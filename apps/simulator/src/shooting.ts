import { type Dock } from './dock.js';
import { type Place } from './local-frame.js';
import { type PointTask } from './route.js';

/** A picture or a video that the aircraft took: where it was and where the camera looked. */
export interface Shot {
  kind: 'photo' | 'panorama' | 'video';
  /** Number of the file of this flight, from 1. */
  number: number;
  /** What the route wants in the file's name: the code of a feature point. */
  suffix: string;
  /** The waypoint at which, or on the way to which, it was taken, from 0. */
  waypoint: number;
  /** The device's own clock, ms. */
  at: number;
  place: Place;
  /** Metres above the ellipsoid, and above take-off. */
  absoluteHeight: number;
  relativeHeight: number;
  /** Degrees: 0 level, -90 down; from true north. */
  gimbalPitch: number;
  gimbalYaw: number;
  heading: number;
  /** Seconds of a video. */
  seconds?: number;
}

/** What the camera of one flight does along its route. */
export class Shooting {
  readonly shots: Shot[] = [];
  private recording: Shot | null = null;
  private since = { metres: 0, seconds: 0 };

  constructor(private readonly dock: Dock) {}

  /** The aircraft has reached a waypoint. */
  arrived(waypoint: number): void {
    this.since = { metres: 0, seconds: 0 };
    for (const task of this.dock.aircraft.flight.points[waypoint]?.tasks ?? []) this.perform(task, waypoint);
  }

  /** Time passes on the way: photos at even steps, seconds of a video. */
  advance(seconds: number): void {
    const { flight } = this.dock.aircraft;
    if (this.recording) this.recording.seconds = (this.recording.seconds ?? 0) + seconds;
    const interval = flight.phase === 'wayline' ? flight.points[flight.waypoint]?.onTheWay : undefined;
    if (!interval) return;
    this.since.seconds += seconds;
    this.since.metres += Math.hypot(flight.motion.vx, flight.motion.vy) * seconds;
    const due = 'metres' in interval ? this.since.metres >= interval.metres : this.since.seconds >= interval.seconds;
    if (!due) return;
    this.since = { metres: 0, seconds: 0 };
    this.shoot('photo', '', flight.waypoint);
  }

  /** The flight is over, or its route was broken off: a video that runs ends here. */
  end(): void {
    if (this.recording) this.dock.aircraft.camera.recording = false;
    this.recording = null;
  }

  private perform(task: PointTask, waypoint: number): void {
    const { camera, flight } = this.dock.aircraft;
    switch (task.kind) {
      case 'gimbal':
        camera.gimbalPitch = task.pitch;
        return;
      case 'turn':
        flight.motion = { ...flight.motion, heading: task.heading };
        return;
      case 'photo':
      case 'panorama':
        this.shoot(task.kind, task.suffix, waypoint);
        return;
      case 'record':
        this.recording ??= this.shoot('video', task.suffix, waypoint);
        camera.recording = true;
        return;
      case 'stop_record':
        this.end();
        return;
      case 'hover':
        return;
    }
  }

  private shoot(kind: Shot['kind'], suffix: string, waypoint: number): Shot {
    const { aircraft, deviceTime } = this.dock;
    const { heading, z } = aircraft.flight.motion;
    const yaw = (((heading + aircraft.camera.gimbalYaw + 180) % 360) + 360) % 360;
    const shot: Shot = {
      kind,
      suffix,
      waypoint,
      number: this.shots.length + 1,
      at: deviceTime,
      place: aircraft.place,
      absoluteHeight: aircraft.heightEllipsoid,
      relativeHeight: z,
      gimbalPitch: aircraft.camera.gimbalPitch,
      gimbalYaw: yaw - 180,
      heading,
    };
    aircraft.takePhoto();
    this.shots.push(shot);
    return shot;
  }
}
