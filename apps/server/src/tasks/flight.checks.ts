import { Inject, Injectable } from '@nestjs/common';
import { daylightOf } from '../common/daylight.js';
import { localClockOf, localDayOf } from '../common/local-day.js';
import { COUNTY, type County } from '../county/county.js';
import { PaperGate } from '../papers/paper.gate.js';
import { RouteChecks } from '../routes/route.checks.js';
import { RouteReader } from '../routes/route.reader.js';
import { RouteVersionStore } from '../routes/route-version.store.js';
import { checkRoute } from '#routes';
import { DockKnowledgeStore } from './dock.knowledge.js';
import { dockRefusal } from './dock.readiness.js';
import { type Hold, hold } from './task.hold.js';
import { type StoredTask } from './task.rows.js';

/** Percent of a battery taken for a flight whose route has no estimate. */
const UNKNOWN_BATTERY = 50;
/** Findings of a route that close the air to it now. */
const CLOSED: ReadonlySet<string> = new Set(['in_keep_out', 'in_temporary_area', 'area_unreadable']);

/** A flight by a dock, as a task holds it. `id`: the task that it would be, or take the place of. */
export type PlannedFlight = Pick<
  StoredTask,
  'id' | 'routeId' | 'routeVersion' | 'routeCode' | 'limits' | 'flightSeconds'
> & { dockSn: string };

/** Everything that is looked at before a task is sent to its dock, in the order in which a person would ask. */
@Injectable()
export class FlightChecks {
  constructor(
    @Inject(COUNTY) private readonly county: County,
    private readonly docks: DockKnowledgeStore,
    private readonly versions: RouteVersionStore,
    private readonly reader: RouteReader,
    private readonly routes: RouteChecks,
    private readonly papers: PaperGate,
  ) {}

  /** Why a task must wait at an instant (ms since 1970); null: it may be sent. */
  async refusal(task: StoredTask & { dockSn: string }, at: number): Promise<Hold | null> {
    return (
      (await this.dockRefusal(task)) ??
      (await this.paperRefusal(task, at)) ??
      (await this.lightRefusal(task, at)) ??
      (await this.airRefusal(task, at))
    );
  }

  /** The same for a flight that is no task yet: it has no papers. */
  async refusalOf(flight: PlannedFlight, at: number): Promise<Hold | null> {
    return (
      (await this.dockRefusal(flight)) ?? (await this.lightRefusal(flight, at)) ?? (await this.airRefusal(flight, at))
    );
  }

  private async dockRefusal(task: PlannedFlight): Promise<Hold | null> {
    const version = await this.versions.find(task.routeId, task.routeVersion);
    const needs = {
      batteryPercent: version?.report.estimate?.batteryPercent ?? UNKNOWN_BATTERY,
      limits: task.limits,
    };
    return dockRefusal(await this.docks.of(task.dockSn, task.id), needs);
  }

  private async paperRefusal(task: StoredTask, at: number): Promise<Hold | null> {
    const block = await this.papers.blocks(task, at);
    return block && hold(block.code, { zh: block.zh, en: block.en });
  }

  /** Only where its plan asks for daylight: from take-off to landing. */
  private async lightRefusal(task: PlannedFlight, at: number): Promise<Hold | null> {
    if (!task.limits?.daylight) return null;
    const dock = await this.routes.dock(task.dockSn);
    const [west, south, east, north] = this.county.bbox;
    const place = dock?.place ?? { longitude: (west + east) / 2, latitude: (south + north) / 2 };
    const { timeZone } = this.county;
    const sun = daylightOf(localDayOf(at, timeZone), place, timeZone);
    if (!sun || (at >= sun.sunrise && at + task.flightSeconds * 1000 <= sun.sunset)) return null;
    const [rise, set] = [localClockOf(sun.sunrise, timeZone), localClockOf(sun.sunset, timeZone)];
    return hold('no_daylight', { zh: `日出 ${rise}，日落 ${set}`, en: `sunrise ${rise}, sunset ${set}` });
  }

  /** The whole flight, with the ways there and back, against the areas that count from now until it has landed. */
  private async airRefusal(task: PlannedFlight, at: number): Promise<Hold | null> {
    const kmz = await this.versions.kmz(task.routeId, task.routeVersion);
    if (!kmz) return null;
    const { route, bbox } = await this.reader.read(kmz, `${task.routeCode}.kmz`, null);
    const now = new Date(at);
    const context = await this.routes.context(await this.routes.dock(task.dockSn), bbox, now);
    if (context.airspace.length === 0) return null;
    const during = { from: now, to: new Date(at + task.flightSeconds * 1000) };
    const found = checkRoute(route, { ...context, at: during }).findings.find(
      ({ code, severity }) => severity === 'error' && CLOSED.has(code),
    );
    return found ? hold('airspace_closed', { zh: found.zh, en: found.en }) : null;
  }
}
