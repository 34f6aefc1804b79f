import { queryOptions } from '@tanstack/react-query';
import type {
  FallbackList,
  Fact,
  FlightOrderList,
  Page,
  TaskCounts,
  TaskMediaView,
  TaskPaperworkView,
  TaskView,
  TrackView,
} from '#contracts';
import { getJson } from './client.js';

export const TASKS = '/api/v1/tasks';

/** Queries of a task's page; all begin with `task` and its id, so that one call makes them fresh. */
export const taskQueries = {
  task: (id: string) =>
    queryOptions({
      queryKey: ['task', id],
      queryFn: () => getJson<TaskView>(`${TASKS}/${id}`),
      refetchInterval: 30_000,
    }),
  /** Newest first. */
  history: (id: string) =>
    queryOptions({
      queryKey: ['task', id, 'history'],
      queryFn: async () => (await getJson<Page<Fact>>('/api/v1/events', { task: id, limit: 300 })).items,
    }),
  orders: (id: string) =>
    queryOptions({
      queryKey: ['task', id, 'orders'],
      queryFn: () => getJson<FlightOrderList>(`${TASKS}/${id}/orders`),
    }),
  /** What may be flown in its place. */
  fallbacks: (id: string) =>
    queryOptions({
      queryKey: ['task', id, 'fallbacks'],
      queryFn: () => getJson<FallbackList>(`${TASKS}/${id}/fallbacks`),
      refetchInterval: 30_000,
    }),
  /** Its clock changes by time alone. */
  paperwork: (id: string) =>
    queryOptions({
      queryKey: ['task', id, 'paperwork'],
      queryFn: () => getJson<TaskPaperworkView>(`${TASKS}/${id}/paperwork`),
      refetchInterval: 60_000,
    }),
  /** Its addresses are good for a quarter of an hour. */
  media: (id: string) =>
    queryOptions({
      queryKey: ['task', id, 'media'],
      queryFn: () => getJson<TaskMediaView>(`${TASKS}/${id}/media`),
      refetchInterval: 5 * 60_000,
    }),
  /** How many there are of each state and reason. */
  counts: (query: Record<string, string | null | undefined>) =>
    queryOptions({
      queryKey: ['list', TASKS, 'counts', query],
      queryFn: () => getJson<TaskCounts>(`${TASKS}/counts`, query),
      refetchInterval: 60_000,
      placeholderData: (before) => before,
    }),
  /** The line that an aircraft flew, from take-off to landing. */
  flown: (id: string, sn: string, from: string, to: string | null) =>
    queryOptions({
      queryKey: ['task', id, 'flown', sn, from, to],
      queryFn: () =>
        getJson<TrackView>(`/api/v1/devices/${encodeURIComponent(sn)}/track`, {
          from,
          to: to ?? undefined,
          points: 1500,
        }),
      refetchInterval: to === null ? 5_000 : false,
    }),
};
