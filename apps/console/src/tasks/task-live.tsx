import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceView, TaskView } from '#contracts';
import { queries } from '../api/queries.js';
import { Age } from '../common/age-text.js';
import { Battery } from '../common/vitals.js';
import { useDevice } from '../live/live-hooks.js';

/** What the aircraft and the dock say while the task is under way; a value that nobody sent is a dash. */
export function TaskLive({
  task,
  aircraft,
  dockSn,
  waypoints,
}: {
  task: TaskView;
  aircraft: DeviceView | undefined;
  dockSn: string | null;
  waypoints: number | null;
}) {
  const { t } = useTranslation();
  const sample = useDevice(aircraft?.sn ?? '')?.sample ?? null;
  const { progress } = task;
  const percent = progress?.percent ?? null;
  return (
    <section className="task-live" aria-label={t('tasks/live')}>
      <div className="vitals">
        <Value name={t('tasks/percent')}>{percent === null ? null : `${Math.round(percent)}%`}</Value>
        <Value name={t('tasks/waypoint')}>
          {progress?.waypoint == null ? null : `${progress.waypoint + 1}${waypoints === null ? '' : ` / ${waypoints}`}`}
        </Value>
        <Value name={t('device/battery')}>
          {sample?.batteryPercent == null ? null : <Battery percent={sample.batteryPercent} />}
        </Value>
        <Value name={t('device/heightAboveTakeoff')}>
          <Measure value={sample?.heightAboveTakeoff} unit="m" />
        </Value>
        <Value name={t('device/speed')}>
          <Measure value={sample?.speed} unit="m/s" />
        </Value>
        {dockSn && <Wind sn={dockSn} />}
        <Value name={t('device/lastMessage')}>{sample ? <Age at={sample.at} /> : null}</Value>
      </div>
    </section>
  );
}

/** m/s at the dock, by its own gauge. */
function Wind({ sn }: { sn: string }) {
  const { t } = useTranslation();
  const state = useQuery(queries.deviceState(sn)).data;
  const speed = state?.properties['wind_speed'];
  return (
    <Value name={t('tasks/windAtDock')}>
      <Measure value={typeof speed === 'number' ? speed : null} unit="m/s" />
    </Value>
  );
}

function Measure({ value, unit }: { value: number | null | undefined; unit: string }) {
  if (value == null) return <>—</>;
  return (
    <span className="number">
      {value.toFixed(1)}
      <small>{unit}</small>
    </span>
  );
}

function Value({ name, children }: { name: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className="vital">
      <span>{name}</span>
      <b className="number">{children ?? <span className="faint">{t('common/none')}</span>}</b>
    </div>
  );
}
