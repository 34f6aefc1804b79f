import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanView } from '#contracts';
import { PLANS } from '../api/plan-queries.js';
import { pagesOf } from '../api/queries.js';
import { session } from '../api/session.js';
import { useAddressFilter } from '../common/address-filter.js';
import { PageHead } from '../common/page-head.js';
import { useOnFacts } from '../live/live-hooks.js';
import { PagedTable } from '../lists/paged-table.js';
import { usePlanColumns } from './plan-columns.js';
import { PLAN_FILTERS, PlanFilters } from './plan-filters.js';
import { PlanningTabs } from './planning-tabs.js';
import '../catalogue/catalogue.css';
import '../routes/routes.css';
import './plans.css';

const PlanDialog = lazy(async () => ({ default: (await import('./plan-dialog.js')).PlanDialog }));

/** 巡查计划: what is flown again and again, when next, and what it must be able to fly. */
export function PlansPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { filter, change } = useAddressFilter(PLAN_FILTERS);
  const query = useInfiniteQuery(pagesOf<PlanView>(PLANS, filter));
  const [dialog, setDialog] = useState<PlanView | 'new' | null>(null);
  const renew = useCallback(() => void client.invalidateQueries({ queryKey: ['list', PLANS] }), [client]);
  useOnFacts((fact) => fact.name.startsWith('plan.'), renew);
  const columns = usePlanColumns(setDialog, renew);
  const pages = query.data?.pages ?? [];
  const narrowed = Object.values(filter).some(Boolean);

  return (
    <div className="page">
      <PageHead title={t('plans/title')} updatedAt={query.dataUpdatedAt}>
        <PlanningTabs />
        {pages.length > 0 && (
          <span className="faint number">{t('common/total', { total: pages.at(-1)?.total ?? 0 })}</span>
        )}
        <span className="top-space" />
        {session.can('tasks.manage') && (
          <Button type="primary" onClick={() => setDialog('new')}>
            {t('plans/add')}
          </Button>
        )}
      </PageHead>
      <PlanFilters filter={filter} change={change} />
      <PagedTable
        query={query}
        columns={columns}
        rowKey={(plan) => plan.id}
        empty={narrowed ? t('plans/noMatch') : t('plans/empty')}
      />
      <Suspense>
        {dialog !== null && (
          <PlanDialog plan={dialog === 'new' ? null : dialog} close={() => setDialog(null)} done={renew} />
        )}
      </Suspense>
    </div>
  );
}
