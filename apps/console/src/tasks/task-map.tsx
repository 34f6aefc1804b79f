import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceView, TaskView } from '#contracts';
import { routeQueries } from '../api/route-queries.js';
import { taskQueries } from '../api/task-queries.js';
import { useDevice, useDevices } from '../live/live-hooks.js';
import { PlanMap } from '../map/plan-map.js';
import { planBox, type Plan } from '../map/plan-features.js';

/** The route as it was planned, and the line that was flown, with the aircraft while it is in the air. */
export function TaskMap({
  task,
  aircraft,
  dockSn,
}: {
  task: TaskView;
  aircraft: DeviceView | undefined;
  dockSn: string | null;
}) {
  const { t } = useTranslation();
  const line = useQuery(routeQueries.line(task.route.id, task.route.version));
  const from = task.tookOffAt ?? task.startedAt;
  const to = task.outcome === null ? null : task.since;
  const flown = useQuery({
    ...taskQueries.flown(task.id, aircraft?.sn ?? '', from ?? '', to),
    enabled: aircraft !== undefined && from !== null,
  });
  const live = useDevice(aircraft?.sn ?? '')?.sample;
  const dock = useDevices().find((device) => device.sn === dockSn);
  const aloft = to === null && from !== null && live?.longitude != null && live.latitude != null;
  const place = aloft ? `${live.longitude},${live.latitude}` : null;
  const legs = line.data;
  const track = flown.data;
  const [longitude, latitude, name] = [dock?.longitude ?? null, dock?.latitude ?? null, dock?.name ?? ''];
  const plan = useMemo<Plan>(() => {
    const here = place?.split(',').map(Number) as [number, number] | undefined;
    const way = (track?.items ?? []).flatMap((point) =>
      point.longitude === null || point.latitude === null ? [] : [[point.longitude, point.latitude]],
    );
    if (here && way.length > 0) way.push(here);
    return {
      lines: [
        ...(legs ? [{ look: 'now' as const, legs }] : []),
        ...(way.length > 1 ? [{ look: 'flown' as const, legs: [way] }] : []),
      ],
      points: [
        ...(longitude === null || latitude === null
          ? []
          : [{ key: 'dock', name, place: [longitude, latitude] as const, look: 'dock' as const }]),
        ...(here ? [{ key: 'drone', name: t('kind/aircraft'), place: here, look: 'drone' as const }] : []),
      ],
    };
  }, [legs, track, place, longitude, latitude, name, t]);
  // The map keeps still while the aircraft moves: it looks at what was planned.
  const focus = useMemo(() => {
    const dockPoint =
      longitude === null || latitude === null
        ? []
        : [{ key: 'dock', name: '', place: [longitude, latitude] as const, look: 'dock' as const }];
    return legs ? planBox({ lines: [{ look: 'now', legs }], points: dockPoint }) : null;
  }, [legs, longitude, latitude]);
  return (
    <div className="task-map">
      <PlanMap label={t('tasks/mapLabel')} plan={plan} height="fill" focus={focus} />
      <div className="map-key" aria-hidden="true">
        <span className="key-now">{t('tasks/planned')}</span>
        <span className="key-flown">{t('tasks/flown')}</span>
      </div>
    </div>
  );
}
