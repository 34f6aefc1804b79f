import { queryOptions } from '@tanstack/react-query';
import type { Page, PaperView } from '#contracts';
import { getJson } from './client.js';

export const PAPERS = '/api/v1/papers';

/** Queries of papers beside their list. */
export const paperQueries = {
  /** How many have run out or will within 30 days. */
  due: () =>
    queryOptions({
      queryKey: ['list', PAPERS, 'due'],
      queryFn: async () => (await getJson<Page<PaperView>>(PAPERS, { standing: 'due', limit: 1 })).total,
      refetchInterval: 300_000,
    }),
};
