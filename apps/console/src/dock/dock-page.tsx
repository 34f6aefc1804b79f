import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { DockDetail, DockTask } from '#contracts';
import { dockQueries } from '../api/dock-queries.js';
import { Age, Clock } from '../common/age-text.js';
import { Empty, QueryStates } from '../common/data-states.js';
import { PageHead } from '../common/page-head.js';
import { PartBoundary } from '../common/part-boundary.js';
import { DeviceStatus } from '../common/status-tag.js';
import { Battery } from '../common/vitals.js';
import { useDevice, useOnFacts } from '../live/live-hooks.js';
import { ReasonText, TaskStateTag } from '../tasks/task-words.js';
import { HEALTH_COLORS } from '../theme/status.js';
import { DockCounters, DockEnvironment, DockLinks, DockPower } from './dock-facts.js';
import { DockOrders } from './dock-orders.js';
import { KnownAge, KnownFlag, KnownNumber, KnownWord, StandingTag, Unknown } from './dock-words.js';
import '../device/device.css';
import '../tasks/tasks.css';
import './dock.css';

const LEVELS = ['notice', 'reminder', 'warning'] as const;

/** 机场: all that is known of one dock, what it flies, what is wrong with it, and orders to it. */
export function DockPage() {
  const { t } = useTranslation();
  const { sn = '' } = useParams();
  const client = useQueryClient();
  const query = useQuery(dockQueries.dock(sn));
  // presence comes live; the rest every few seconds and when something happens
  const live = useDevice(sn);
  useOnFacts(
    (fact) => fact.deviceSn === sn,
    () => void client.invalidateQueries({ queryKey: ['dock', sn] }),
    500,
  );
  const dock =
    query.data && (live ? { ...query.data, presence: live.presence, presenceReason: live.presenceReason } : query.data);
  return (
    <div className="page">
      <PageHead title={dock?.name ?? sn} updatedAt={query.dataUpdatedAt}>
        {dock && (
          <>
            <DeviceStatus device={dock} />
            <StandingTag standing={dock.standing} />
            <ControlChip dock={dock} />
            <span className="faint">
              {dock.divisionName} · {dock.modelName ?? dock.sn} · {t('device/lastMessage')}{' '}
              <Age at={dock.lastMessageAt} />
            </span>
          </>
        )}
        <span className="top-space" />
        <Link to="/docks">{t('dock/toList')}</Link>
        <Link to={`/devices/${encodeURIComponent(sn)}`}>{t('dock/toDevice')}</Link>
        <Link to={`/map?device=${encodeURIComponent(sn)}`}>{t('device/onMap')}</Link>
      </PageHead>
      <QueryStates query={query}>{dock && <DockBody dock={dock} />}</QueryStates>
    </div>
  );
}

function DockBody({ dock }: { dock: DockDetail }) {
  const { t } = useTranslation();
  return (
    <>
      {dock.reason && (
        <section className="task-reason dock-reason" aria-label={t('dock/whyNot')}>
          <ReasonText reason={dock.reason} next />
        </section>
      )}
      <Vitals dock={dock} />
      <div className="dock-grid">
        <div className="dock-column">
          <DockTasks dock={dock} />
          <Notices dock={dock} />
          <PartBoundary>
            <DockOrders sn={dock.sn} />
          </PartBoundary>
        </div>
        <div className="dock-column dock-values">
          <DockEnvironment dock={dock} />
          <DockPower dock={dock} />
          <DockCounters dock={dock} />
          <DockLinks dock={dock} />
        </div>
      </div>
    </>
  );
}

/** Who holds control of the aircraft, as the devices tell it. It is shown and never taken. */
function ControlChip({ dock }: { dock: DockDetail }) {
  const { t } = useTranslation();
  const { flight, drc } = dock.control;
  const steered = drc.value === 'connected' || flight.value === 'remote_controller' || flight.value === 'cloud';
  return (
    <span className={steered ? 'control-chip control-chip-held' : 'control-chip'} title={t('dock/controlHelp')}>
      {t('dock/control')} <KnownWord known={flight} kind="holder" />
      {drc.value === 'connected' && <> · {t('dock/steered')}</>}
    </span>
  );
}

function Vitals({ dock }: { dock: DockDetail }) {
  const { t } = useTranslation();
  const { state, power, environment, filesToUpload } = dock;
  return (
    <div className="vitals dock-vitals">
      <Vital name={t('dock/mode')} at={state.mode.at}>
        <KnownWord known={state.mode} kind="mode" />
      </Vital>
      <Vital name={t('dock/cover')} at={state.cover.at} bad={state.cover.value === 'abnormal'}>
        <KnownWord known={state.cover} kind="cover" />
      </Vital>
      <Vital name={t('dock/droneInDock')} at={state.droneInDock.at}>
        <KnownFlag known={state.droneInDock} yes={t('dock/inside_')} no={t('dock/away')} />
      </Vital>
      <Vital name={t('dock/charge')} at={power.batteryPercent.at}>
        {power.batteryPercent.value === null ? <Unknown /> : <Battery percent={power.batteryPercent.value} />}
      </Vital>
      <Vital name={t('dock/wind')} at={environment.windSpeed.at}>
        <KnownNumber known={environment.windSpeed} unit="m/s" digits={1} />
      </Vital>
      <Vital name={t('dock/rain')} at={environment.rain.at}>
        <KnownWord known={environment.rain} kind="rain" />
      </Vital>
      <Vital name={t('dock/filesToUpload')} at={filesToUpload.at}>
        <KnownNumber known={filesToUpload} />
      </Vital>
      <Vital name={t('dock/emergencyStop')} at={state.emergencyStop.at} bad={state.emergencyStop.value === true}>
        <KnownFlag known={state.emergencyStop} yes={t('dock/pressed')} no={t('dock/free')} />
      </Vital>
    </div>
  );
}

function Vital({
  name,
  at,
  bad = false,
  children,
}: {
  name: string;
  at: string | null;
  bad?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={bad ? 'vital vital-bad' : 'vital'}>
      <span>{name}</span>
      <b>{children}</b>
      <small className="vital-age">
        <KnownAge at={at} />
      </small>
    </div>
  );
}

function DockTasks({ dock }: { dock: DockDetail }) {
  const { t } = useTranslation();
  const { currentTask, nextTasks } = dock;
  return (
    <section className="block" aria-labelledby="dock-tasks">
      <div className="block-head">
        <h2 id="dock-tasks">{t('dock/tasks')}</h2>
        <Link to={`/tasks?dock=${encodeURIComponent(dock.sn)}`}>{t('dock/allTasks')}</Link>
      </div>
      {currentTask === null && nextTasks.length === 0 ? (
        <Empty>{t('dock/noTasks')}</Empty>
      ) : (
        <ul className="dock-tasks">
          {currentTask && <TaskLine task={currentTask} now />}
          {nextTasks.map((task) => (
            <TaskLine key={task.id} task={task} />
          ))}
        </ul>
      )}
    </section>
  );
}

function TaskLine({ task, now = false }: { task: DockTask; now?: boolean }) {
  const { t } = useTranslation();
  return (
    <li className={now ? 'dock-task dock-task-now' : 'dock-task'}>
      <span className="faint">{now ? t('dock/now') : t('dock/next')}</span>
      <Clock at={task.windowStart} />
      <Link className="strong-link" to={`/tasks/${task.id}`}>
        {task.name}
      </Link>
      <TaskStateTag state={task.state} />
      {task.percent !== null && <span className="number">{Math.round(task.percent)}%</span>}
    </li>
  );
}

function Notices({ dock }: { dock: DockDetail }) {
  const { t, i18n } = useTranslation();
  const english = i18n.language === 'en';
  return (
    <section className="block" aria-labelledby="dock-notices">
      <h2 id="dock-notices">
        {t('dock/notices')} {dock.notices.length > 0 && <span className="count-badge">{dock.notices.length}</span>}
      </h2>
      {dock.notices.length === 0 ? (
        <Empty>{t('dock/noNotices')}</Empty>
      ) : (
        <ul className="notices dock-notices">
          {dock.notices.map((notice) => {
            const level = LEVELS[notice.level];
            const color = level ? HEALTH_COLORS[level] : undefined;
            const text = english ? (notice.textEn ?? notice.textZh) : (notice.textZh ?? notice.textEn);
            return (
              <li key={notice.id} style={{ borderColor: color }}>
                <span className="notice-level" style={{ color }}>
                  {level ? t(`health/${level}`) : t('health/other', { level: notice.level })}
                </span>
                <span className="notice-text">{text ?? t('device/unknownCode', { code: notice.code })}</span>
                <span>
                  {t('dock/nextStep')}
                  {english ? notice.nextEn : notice.nextZh}
                </span>
                <span className="faint">
                  {notice.deviceName} · <code>{notice.code}</code> · {t('device/raised')} <Age at={notice.raisedAt} />
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
