import type { ElevationModelView, Page } from '#contracts';
import { getJson } from '../api/client.js';

/** Elevation models, whose absence the whole page says. */
export const ELEVATION_MODELS = {
  queryKey: ['elevation-models'],
  queryFn: () => getJson<Page<ElevationModelView>>('/api/v1/elevation-models'),
};
