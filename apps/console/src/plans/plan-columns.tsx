import type { TableProps } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PLAN_PRIORITIES, type PlanView } from '#contracts';
import { useInLanguage } from '../common/two-languages.js';
import { useDevices } from '../live/live-hooks.js';
import { PlanActions } from './plan-actions.js';

const STATE_LOOK = { active: 'approved', suspended: 'checked', ended: 'off' } as const;

/** The columns of the list of plans. */
export function usePlanColumns(change: (plan: PlanView) => void, done: () => void): TableProps<PlanView>['columns'] {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  return useMemo(
    () => [
      {
        title: t('plans/member/name'),
        key: 'name',
        render: (_, plan) => (
          <span className="two-lines">
            <span className="strong-link">{plan.name}</span>
            <span className="faint">{plan.code}</span>
          </span>
        ),
      },
      {
        title: t('plans/stateColumn'),
        key: 'state',
        render: (_, { state, approval }) => (
          <span className="two-lines">
            <span>
              <span className={`route-state route-state-${STATE_LOOK[state]}`}>{t(`plans/state/${state}`)}</span>
            </span>
            {state !== 'ended' && (
              <span className={approval ? 'faint' : 'word-warn'}>
                {approval ? t('plans/approvedBy', { by: approval.by }) : t('plans/waitsForApproval')}
              </span>
            )}
          </span>
        ),
      },
      {
        title: t('plans/when'),
        key: 'when',
        render: (_, plan) => (
          <span className="two-lines">
            <span>{inLanguage({ zh: plan.recurrenceZh, en: plan.recurrenceEn })}</span>
            <span className="faint number">
              {plan.window.from}–{plan.window.to}
            </span>
          </span>
        ),
      },
      {
        title: t('plans/nextDays'),
        key: 'next',
        render: (_, { nextDays, id }) =>
          nextDays.length === 0 ? (
            <span className="faint">{t('common/none')}</span>
          ) : (
            <span className="next-links number" key={id}>
              {nextDays.slice(0, 3).map((day) => (
                <Link key={day} to={`/schedule?day=${day}`}>
                  {day.slice(5)}
                </Link>
              ))}
            </span>
          ),
      },
      {
        title: t('plans/routes'),
        key: 'routes',
        render: (_, { mainRoute, backupRoute }) => (
          <span className="two-lines">
            <Link to={`/routes/${encodeURIComponent(mainRoute)}`}>{mainRoute}</Link>
            {backupRoute && (
              <span className="faint">
                {t('routes/role/backup')} <Link to={`/routes/${encodeURIComponent(backupRoute)}`}>{backupRoute}</Link>
              </span>
            )}
          </span>
        ),
      },
      { title: t('plans/member/executor'), key: 'executor', render: (_, plan) => <ExecutorText plan={plan} /> },
      {
        title: t('plans/member/priority'),
        key: 'priority',
        render: (_, { priority }) => (
          <span className={`priority priority-${priority}`}>{inLanguage(PLAN_PRIORITIES[priority])}</span>
        ),
      },
      { title: '', key: 'actions', render: (_, plan) => <PlanActions plan={plan} change={change} done={done} /> },
    ],
    [t, inLanguage, change, done],
  );
}

function ExecutorText({ plan: { executor } }: { plan: PlanView }) {
  const { t } = useTranslation();
  const devices = useDevices();
  const nameOf = (sn: string) => devices.find((device) => device.sn === sn)?.name ?? sn;
  if (executor.kind === 'dock') {
    return <Link to={`/devices/${encodeURIComponent(executor.dockSn)}`}>{nameOf(executor.dockSn)}</Link>;
  }
  return (
    <span className="two-lines">
      <span>{executor.aircraftSn ? nameOf(executor.aircraftSn) : t('plans/executor/mobile')}</span>
      <span className="faint">{executor.pilot ?? t('plans/anyPilot')}</span>
    </span>
  );
}
