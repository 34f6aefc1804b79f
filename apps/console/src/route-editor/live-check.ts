import { checkRoute, heightProfile, type FlightContext, type ProfilePoint, type RouteReport } from '#routes';
import type { Route } from '#wayline';
import { prepared } from './check-context.js';

/** What the checks say of the route as it is drawn now. */
export interface LiveReport extends RouteReport {
  profile: readonly ProfilePoint[];
  /** Milliseconds that the checks and the profile took. */
  milliseconds: number;
  /** The route that was checked. */
  route: Route;
}

/** Checks a route as the server will when it is saved, and measures how long that takes. */
export function liveReport(route: Route, context: FlightContext): LiveReport {
  const start = performance.now();
  const ready = prepared(route, context);
  const report = checkRoute(ready, context);
  const profile = heightProfile(ready, context);
  const findings = report.findings.toSorted((one, other) => RANK[one.severity] - RANK[other.severity]);
  return { ...report, findings, profile, route, milliseconds: performance.now() - start };
}

const RANK = { error: 0, warning: 1, info: 2 } as const;

/** Below this a check is done in the frame of the change itself. */
const ONE_FRAME_MS = 24;
const LONGEST_WAIT_MS = 400;

/**
 * Runs a check once for all changes of a frame. When checks are slow, as with a thousand waypoints on a small computer,
 * they wait for a pause instead, so that drawing stays smooth.
 */
export class CheckSchedule {
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastMs = 0;

  /** `run` returns the milliseconds it took. */
  constructor(private readonly run: () => number) {}

  ask(): void {
    if (this.#lastMs <= ONE_FRAME_MS) {
      if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#go());
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#go(), Math.min(LONGEST_WAIT_MS, this.#lastMs * 2));
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#frame = 0;
  }

  #go(): void {
    this.#frame = 0;
    this.#lastMs = this.run();
  }
}
