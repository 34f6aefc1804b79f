import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { catalogue } from '../api/catalogue-queries.js';
import { QueryStates } from '../common/data-states.js';
import { PageHead } from '../common/page-head.js';
import { PartBoundary } from '../common/part-boundary.js';
import { useOnFacts } from '../live/live-hooks.js';
import { CoverageTable } from './coverage-table.js';
import { CrossingsTable } from './crossings-table.js';
import '../catalogue/catalogue.css';
import './coverage.css';

/** 覆盖: which villages and feature points no approved route sees, and which routes come too close to each other. */
export function CoveragePage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [parameters, setParameters] = useSearchParams();
  const query = useQuery(catalogue.coverage());
  useOnFacts(
    (fact) => fact.name.startsWith('route.') || fact.name.startsWith('feature_point.'),
    () => {
      void client.invalidateQueries({ queryKey: ['coverage'] });
      void client.invalidateQueries({ queryKey: ['crossings'] });
    },
    5_000,
  );
  const tab = parameters.get('tab') === 'crossings' ? 'crossings' : 'coverage';
  return (
    <div className="page">
      <PageHead title={t('coverage/title')} lead={t('coverage/lead')} updatedAt={query.dataUpdatedAt} />
      <Tabs
        size="small"
        activeKey={tab}
        onChange={(key) => setParameters(key === 'coverage' ? {} : { tab: key }, { replace: true })}
        destroyOnHidden
        items={[
          {
            key: 'coverage',
            label: t('coverage/tab/coverage'),
            children: (
              <PartBoundary>
                <QueryStates query={query}>{query.data && <CoverageTable coverage={query.data} />}</QueryStates>
              </PartBoundary>
            ),
          },
          {
            key: 'crossings',
            label: t('coverage/tab/crossings'),
            children: (
              <PartBoundary>
                <CrossingsTable />
              </PartBoundary>
            ),
          },
        ]}
      />
    </div>
  );
}
