import { type Job } from 'bullmq';

/** Every queue, its jobs and their payloads. */
export interface Jobs {
  upkeep: { 'keep-partitions': Record<string, never>; 'expire-guests': Record<string, never> };
  sorties: { dispatch: { taskId: string }; order: { orderId: string }; reconcile: Record<string, never> };
  media: { ingest: { mediaId: string }; count: { taskId: string }; look: Record<string, never> };
  docks: { send: { orderId: string }; reconcile: Record<string, never> };
  plans: { 'make-tasks': Record<string, never>; 'tell-papers': Record<string, never> };
  routes: { 'import-routes': { importId: string }; 'remind-imports': Record<string, never> };
  evidence: { 'build-pack': { packId: string }; 'remind-packs': Record<string, never> };
}

/** A job of a queue: its name tells its payload. */
export type JobOf<Q extends keyof Jobs> = { [N in keyof Jobs[Q] & string]: Job<Jobs[Q][N], void, N> }[keyof Jobs[Q] &
  string];

/** Their names; the type sees to it that none is left out. */
const NAMED: Readonly<Record<keyof Jobs, true>> = {
  docks: true,
  evidence: true,
  media: true,
  plans: true,
  routes: true,
  sorties: true,
  upkeep: true,
};
export const QUEUE_NAMES = Object.keys(NAMED) as readonly (keyof Jobs)[];
