import { cameraServices } from './bodies.cameras.js';
import { job } from './bodies.common.js';
import { flightEvents, flightServices } from './bodies.flight.js';
import { drcShapes } from './bodies.drc.js';
import { liveServices, mediaEvents, mediaServices } from './bodies.media.js';
import { missionEvents, missionServices } from './bodies.missions.js';
import { payloadServices, reportEvents } from './bodies.reports.js';
import { requestShapes } from './bodies.requests.js';
import { upkeepEvents, upkeepReplies, upkeepServices } from './bodies.upkeep.js';
import type { Shape, ValueOf } from './shape.js';

type Bodies<S extends Record<string, Shape>> = { [K in keyof S]: ValueOf<S[K]> };

const services = {
  ...missionServices,
  ...flightServices,
  ...cameraServices,
  ...liveServices,
  ...mediaServices,
  ...upkeepServices,
  ...payloadServices,
};
const events = { ...missionEvents, ...flightEvents, ...mediaEvents, ...upkeepEvents, ...reportEvents };

/** Bodies of commands to a gateway by method; every member may be missing. */
export type ServiceBodies = Bodies<typeof services>;
/** Bodies of events by method. */
export type EventBodies = Bodies<typeof events>;
/** Bodies of the DRC pushes by method. */
export type DrcBodies = Bodies<typeof drcShapes>;
export type { RequestBodies } from './bodies.requests.js';

export const serviceTable: ReadonlyMap<string, Shape> = new Map<string, Shape>(Object.entries(services));
export const eventTable: ReadonlyMap<string, Shape> = new Map<string, Shape>(Object.entries(events));
export const requestTable: ReadonlyMap<string, Shape> = new Map<string, Shape>(Object.entries(requestShapes));

const SPECIAL_REPLIES: ReadonlyMap<string, Shape> = new Map<string, Shape>(Object.entries(upkeepReplies));

/** Shape of the answer to a command; the plain one of result and job output for most. */
export function replyShape(method: string): Shape {
  return SPECIAL_REPLIES.get(method) ?? job;
}
