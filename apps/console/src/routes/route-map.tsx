import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteView } from '#contracts';
import { catalogue } from '../api/catalogue-queries.js';
import { routeQueries } from '../api/route-queries.js';
import { useDevices } from '../live/live-hooks.js';
import { PlanMap } from '../map/plan-map.js';
import type { Plan } from '../map/plan-features.js';

/** The line of the version that is flown, else of the newest, with its dock and the points that it serves. */
export function RouteMap({ route }: { route: RouteView }) {
  const { t } = useTranslation();
  const number = route.approvedVersion ?? route.latestVersion;
  const line = useQuery({ ...routeQueries.line(route.id, number ?? 0), enabled: number !== null });
  const points = useQuery(catalogue.pointNames());
  const dock = useDevices().find((device) => device.sn === route.homeDock?.sn);
  const [longitude, latitude, name] = [dock?.longitude ?? null, dock?.latitude ?? null, dock?.name ?? ''];
  const legs = line.data;
  const plan = useMemo<Plan>(() => {
    const codes = new Set(route.featurePoints.map(({ code }) => code));
    const served = (points.data?.items ?? []).filter(({ code }) => codes.has(code));
    return {
      lines: legs ? [{ look: 'now', legs }] : [],
      points: [
        ...served.map((point) => ({
          key: point.code,
          name: point.name,
          place: [point.longitude, point.latitude] as const,
          look: 'point' as const,
        })),
        ...(longitude === null || latitude === null
          ? []
          : [{ key: 'dock', name, place: [longitude, latitude] as const, look: 'dock' as const }]),
      ],
    };
  }, [legs, points.data, route.featurePoints, longitude, latitude, name]);
  return <PlanMap label={t('routes/mapLabel')} plan={plan} height="fill" />;
}
