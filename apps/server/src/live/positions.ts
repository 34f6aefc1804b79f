import { Injectable } from '@nestjs/common';
import { type DeviceSample } from '#contracts';
import { DeviceRegistry } from '../devices/device-registry.js';
import { type DeviceState, DeviceStates } from '../telemetry/device-states.js';
import { type Arrival } from '../telemetry/device-stream.js';

interface Newest {
  state: DeviceState;
  /** Number of the beat in which it changed. */
  beat: number;
}

/** The newest sample of every registered device, and which of them changed since a given beat. */
@Injectable()
export class Positions {
  private readonly newest = new Map<string, Newest>();
  private changed = new Set<string>();
  /** Number of the beat that is being filled. */
  beat = 1;

  constructor(
    private readonly registry: DeviceRegistry,
    private readonly states: DeviceStates,
  ) {}

  /** Takes what the stream merged. */
  take(arrival: Arrival): void {
    if (!arrival.applied || !arrival.device || arrival.sn === null) return;
    const known = this.newest.get(arrival.sn);
    if (known?.state === arrival.applied.state) known.beat = this.beat;
    else this.newest.set(arrival.sn, { state: arrival.applied.state, beat: this.beat });
    this.changed.add(arrival.sn);
  }

  /** Ends a beat: the samples that changed in it, by the path of each division that is watched. */
  frames(watched: ReadonlySet<string>): Map<string, DeviceSample[]> {
    const frames = new Map<string, DeviceSample[]>();
    for (const sn of this.changed) {
      const { sample } = this.newest.get(sn)!.state;
      for (const path of this.pathsOf(sn)) {
        if (!watched.has(path)) continue;
        const frame = frames.get(path);
        if (frame) frame.push(sample);
        else frames.set(path, [sample]);
      }
    }
    this.changed = new Set();
    this.beat += 1;
    return frames;
  }

  /** What changed in a division since a beat: for a socket that could not take the frames in between. */
  since(beat: number, path: string): DeviceSample[] {
    const samples: DeviceSample[] = [];
    for (const [sn, newest] of this.newest) {
      if (newest.beat >= beat && this.pathsOf(sn).includes(path)) samples.push(newest.state.sample);
    }
    return samples;
  }

  /** The newest sample of every device of a division and below. */
  all(path: string): DeviceSample[] {
    const samples: DeviceSample[] = [];
    for (const state of this.states.all()) if (this.pathsOf(state.sn).includes(path)) samples.push(state.sample);
    return samples;
  }

  /** The division of a device and all above it, as paths. */
  private pathsOf(sn: string): readonly string[] {
    const path = this.registry.find(sn)?.divisionPath;
    return path === undefined ? [] : pathsAbove(path);
  }
}

const known = new Map<string, readonly string[]>();

/** `a/b/c` as `a`, `a/b`, `a/b/c`. */
export function pathsAbove(path: string): readonly string[] {
  let paths = known.get(path);
  if (!paths) {
    const codes = path.split('/');
    paths = codes.map((_, index) => codes.slice(0, index + 1).join('/'));
    known.set(path, paths);
  }
  return paths;
}
