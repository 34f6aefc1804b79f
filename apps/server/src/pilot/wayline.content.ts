import { Injectable } from '@nestjs/common';
import { type Route } from '#wayline';
import { type ApprovedRoute, ApprovedRoutes } from '../routes/approved.routes.js';
import { Kept } from '../routes/kept.js';

/** What Pilot wants to know of a file. */
export interface WaylineContent {
  droneModelKey: string;
  payloadModelKeys: string[];
  templateTypes: number[];
  start: { longitude: number; latitude: number } | null;
}

/** Pilot's numbers for the kinds of templates. */
const TYPES: Readonly<Record<string, number>> = { waypoints: 0, area: 1, oblique: 2, strip: 3 };
/** Some hundred bytes each. */
const ROOM = 5_000;

/** Looks into the files of approved routes; they never change, so each is read once. */
@Injectable()
export class WaylineContents {
  private readonly held = new Kept<WaylineContent>(ROOM);

  constructor(private readonly approved: ApprovedRoutes) {}

  async of(route: ApprovedRoute): Promise<WaylineContent> {
    const { value } = await this.held.get(`${route.id} ${route.version}`, async () =>
      contentOf((await this.approved.read(route)).route),
    );
    return value;
  }
}

function contentOf({ mission, templates, legs }: Route): WaylineContent {
  const types = templates.map(({ kind }) => TYPES[kind]).filter((type) => type !== undefined);
  const first = legs.flatMap(({ waypoints }) => waypoints)[0];
  return {
    droneModelKey: mission.aircraft?.modelKey ?? '',
    payloadModelKeys: mission.payloads.flatMap(({ modelKey }) => modelKey ?? []),
    templateTypes: types.length > 0 ? [...new Set(types)] : [0],
    start: first ? { longitude: first.longitude, latitude: first.latitude } : null,
  };
}
