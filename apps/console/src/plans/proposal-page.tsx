import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProposalAcceptanceResult, ProposalView } from '#contracts';
import { planQueries } from '../api/plan-queries.js';
import { queries } from '../api/queries.js';
import { session } from '../api/session.js';
import { useAddressFilter } from '../common/address-filter.js';
import { Age } from '../common/age-text.js';
import { useNow } from '../common/clock.js';
import { QueryStates } from '../common/data-states.js';
import { dayAfter, dayOf } from '../common/local-time.js';
import { PageHead } from '../common/page-head.js';
import { useInLanguage } from '../common/two-languages.js';
import { AcceptDialog } from './accept-dialog.js';
import { AcceptanceResult } from './acceptance-result.js';
import { DaySteps } from './day-steps.js';
import { GanttChart } from './gantt-chart.js';
import { scaleFor } from './gantt-scale.js';
import { PlanningTabs } from './planning-tabs.js';
import { FlightList, RefusalList } from './proposal-list.js';
import { proposalRows } from './proposal-rows.js';
import { choicesOf, NO_EDITS, type ProposalEdits, started, ticked } from './proposal-state.js';
import { rowsOf, shadesOf } from './schedule-rows.js';
import { useMoving } from './use-move.js';
import '../catalogue/catalogue.css';
import './plans.css';

/** 排班方案: flights that are proposed for a day or a week with their reasons, to be adjusted and accepted. */
export function ProposalPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const tomorrow = dayAfter(dayOf(useNow()), 1);
  const { filter, changeAll } = useAddressFilter(['day', 'days'] as const);
  const day = filter.day ?? tomorrow;
  const days = Math.min(7, Math.max(1, Number(filter.days ?? 1) || 1));
  const query = useQuery(planQueries.proposal(day, days));
  const proposal = query.data;
  return (
    <div className="page page-proposal">
      <PageHead title={t('proposal/title')}>
        <PlanningTabs />
        <DaySteps day={day} step={days} today={tomorrow} change={(next) => changeAll({ day: next })} />
        <Select
          aria-label={t('proposal/days')}
          value={days}
          onChange={(count) => changeAll({ days: count === 1 ? null : String(count) })}
          options={[1, 2, 3, 5, 7].map((count) => ({ value: count, label: t('proposal/dayCount', { count }) }))}
          style={{ width: 86 }}
        />
        <Button
          loading={query.isFetching}
          onClick={() => void client.resetQueries({ queryKey: ['proposal', day, days] })}
        >
          {t('proposal/again')}
        </Button>
        {proposal && (
          <span className="faint">
            {t('proposal/madeAt')} <Age at={proposal.madeAt} />
          </span>
        )}
      </PageHead>
      <QueryStates query={query}>
        {proposal && <ProposalBody key={`${proposal.madeAt} ${day}`} proposal={proposal} day={day} days={days} />}
      </QueryStates>
    </div>
  );
}

function ProposalBody({ proposal, day, days }: { proposal: ProposalView; day: string; days: number }) {
  const { t, i18n } = useTranslation();
  const inLanguage = useInLanguage();
  const schedule = useQuery(planQueries.schedule(day, days));
  const county = useQuery(queries.county()).data;
  const [edits, setEdits] = useState<ProposalEdits>(NO_EDITS);
  const [selected, select] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const [result, setResult] = useState<ProposalAcceptanceResult | null>(null);
  const { moving, move } = useMoving();
  const english = i18n.language === 'en';
  const choices = useMemo(() => choicesOf(proposal, edits), [proposal, edits]);
  const standing = useMemo(() => (schedule.data ? rowsOf(schedule.data, t, english) : []), [schedule.data, t, english]);
  const rows = useMemo(
    () => proposalRows(standing, result === null ? choices : [], t, english),
    [standing, choices, result, t, english],
  );
  const scale = useMemo(
    () =>
      scaleFor(
        day,
        days,
        rows.flatMap(({ bars }) => bars.flatMap(({ start, end }) => [start, end])),
      ),
    [day, days, rows],
  );
  const shades = useMemo(() => {
    const [west, south, east, north] = county?.bbox ?? [0, 0, 0, 0];
    const place = county ? { longitude: (west + east) / 2, latitude: (south + north) / 2 } : null;
    return shadesOf(scale.days, schedule.data?.noFlyDays ?? [], place, t);
  }, [scale.days, schedule.data, county, t]);
  const count = choices.filter((choice) => choice.ticked).length;
  const start = (key: string, at: number | null) => setEdits((before) => started(before, key, at));
  const choose = (key: string | null) => {
    select(key);
    if (key === null) return;
    document.querySelector(`[data-flight="${CSS.escape(key)}"]`)?.scrollIntoView({ block: 'nearest' });
  };

  return (
    <>
      <ProposalNumbers proposal={proposal} />
      <GanttChart
        label={t('proposal/chart')}
        rows={rows}
        scale={scale}
        shades={shades}
        selected={selected}
        select={choose}
        open={(key) => setEdits((before) => ticked(before, [key], before.unticked.has(key)))}
        moving={moving}
        move={move}
        drop={() => {
          if (moving) start(moving.key, moving.start);
          move(null);
        }}
        pickDay={undefined}
      />
      {result ? (
        <AcceptanceResult result={result} day={day} days={days} back={() => setResult(null)} />
      ) : (
        <div className="proposal-lists">
          <section className="block" aria-labelledby="proposal-flights">
            <div className="block-head">
              <h2 id="proposal-flights">
                {t('proposal/flights')} <span className="number">{choices.length}</span>
              </h2>
              {session.can('tasks.manage') && (
                <Button type="primary" disabled={count === 0} onClick={() => setAsking(true)}>
                  {count === choices.length ? t('proposal/acceptAll', { count }) : t('proposal/accept', { count })}
                </Button>
              )}
            </div>
            {choices.length === 0 ? (
              <p className="faint">{t('proposal/none')}</p>
            ) : (
              <FlightList
                choices={choices}
                selected={selected}
                select={choose}
                tick={(keys, on) => setEdits((before) => ticked(before, keys, on))}
                start={start}
              />
            )}
          </section>
          <div className="proposal-side">
            {proposal.assumptions.length > 0 && (
              <section className="block" aria-labelledby="proposal-assumptions">
                <h2 id="proposal-assumptions">{t('proposal/assumptions')}</h2>
                <ul className="assumption-list">
                  {proposal.assumptions.map((one) => (
                    <li key={one.en}>{inLanguage(one)}</li>
                  ))}
                </ul>
              </section>
            )}
            <section className="block" aria-labelledby="proposal-refusals">
              <div className="block-head">
                <h2 id="proposal-refusals">
                  {t('proposal/refusals')} <span className="number">{proposal.refusals.length}</span>
                </h2>
                <span className="faint">{t('proposal/refusalsLead')}</span>
              </div>
              <RefusalList refusals={proposal.refusals} />
            </section>
          </div>
        </div>
      )}
      {asking && <AcceptDialog choices={choices} close={() => setAsking(false)} done={setResult} />}
    </>
  );
}

function ProposalNumbers({ proposal }: { proposal: ProposalView }) {
  const { t } = useTranslation();
  const { inTime, late, lateWithout, unseen } = proposal;
  const numbers = [
    [t('proposal/flights'), proposal.flights.length, ''],
    [t('proposal/inTime'), inTime, 'word-good'],
    [t('proposal/late'), late, late > 0 ? 'word-warn' : ''],
    [t('proposal/lateWithout'), lateWithout, ''],
    [t('proposal/unseen'), unseen, unseen > 0 ? 'word-warn' : ''],
  ] as const;
  return (
    <dl className="proposal-numbers" title={t('proposal/numbersHelp')}>
      {numbers.map(([name, count, look]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className={`number ${look}`}>{count}</dd>
        </div>
      ))}
    </dl>
  );
}
