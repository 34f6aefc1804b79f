import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Select, type TableProps } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { FACTS, type Fact, type FactName } from '#contracts';
import { pagesOf } from '../api/queries.js';
import { Age, Clock } from '../common/age-text.js';
import { PageHead } from '../common/page-head.js';
import { useDevices, useOnFacts } from '../live/live-hooks.js';
import { livePicture } from '../live/live-picture.js';
import { factName } from './fact-name.js';
import { factSentence } from './fact-sentence.js';
import { FactSubject } from './fact-subject.js';
import { PagedTable } from './paged-table.js';

const NAMES = Object.keys(FACTS) as FactName[];

/** The log of facts, newest first; new ones appear by themselves. */
export function EventsPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [parameters, setParameters] = useSearchParams();
  const asked = {
    name: parameters.get('name'),
    device: parameters.get('device'),
    division: parameters.get('division'),
    since: parameters.get('since'),
  };
  const options = pagesOf<Fact>('/api/v1/events', asked);
  const query = useInfiniteQuery(options);
  useOnFacts(
    (fact) =>
      (!asked.name || asked.name.split(',').includes(fact.name)) && (!asked.device || asked.device === fact.deviceSn),
    () => void client.invalidateQueries({ queryKey: options.queryKey }),
  );
  const columns = useFactColumns();
  const change = (name: string, value: string | null) =>
    setParameters(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );

  return (
    <div className="page">
      <PageHead title={t('events/title')} updatedAt={query.dataUpdatedAt}>
        <div className="filters">
          <Select
            aria-label={t('events/name')}
            allowClear
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            maxTagCount={1}
            placeholder={t('events/anyName')}
            value={asked.name?.split(',') ?? []}
            onChange={(names: string[]) => change('name', names.join(','))}
            options={NAMES.map((name) => ({ value: name, label: factName(name, t) }))}
            style={{ minWidth: 190 }}
          />
          {asked.since && (
            <Button onClick={() => change('since', null)}>
              <SinceText since={asked.since} /> ✕
            </Button>
          )}
          {asked.device && <DeviceFilterButton sn={asked.device} clear={() => change('device', null)} />}
        </div>
      </PageHead>
      <PagedTable
        query={query}
        columns={columns}
        rowKey={(fact) => String(fact.id)}
        empty={t('events/empty')}
        expandable={{ expandedRowRender: (fact) => <pre className="raw">{JSON.stringify(fact.data, null, 2)}</pre> }}
      />
    </div>
  );
}

function SinceText({ since }: { since: string }) {
  const { t } = useTranslation();
  return (
    <>
      {t('events/since')} <Clock at={since} />
    </>
  );
}

function DeviceFilterButton({ sn, clear }: { sn: string; clear: () => void }) {
  const device = useDevices().find((one) => one.sn === sn);
  return <Button onClick={clear}>{device?.name ?? sn} ✕</Button>;
}

function useFactColumns(): TableProps<Fact>['columns'] {
  const { t, i18n } = useTranslation();
  return useMemo(
    () => [
      { title: '#', width: 80, render: (_, fact) => <span className="faint number">{fact.id}</span> },
      { title: t('events/at'), width: 160, render: (_, fact) => <Clock at={fact.at} /> },
      { title: '', width: 100, render: (_, fact) => <Age at={fact.at} /> },
      {
        title: t('events/name'),
        width: 120,
        render: (_, fact) => factName(fact.name, t),
      },
      { title: t('events/sentence'), render: (_, fact) => factSentence(fact, t, i18n.language, livePicture.nameOf) },
      {
        title: t('events/subject'),
        width: 190,
        render: (_, fact) => <FactSubject fact={fact} />,
      },
    ],
    [t, i18n],
  );
}
