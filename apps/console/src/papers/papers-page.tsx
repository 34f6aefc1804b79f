import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PAPER_KINDS, PaperKind, PaperStanding, type PaperView } from '#contracts';
import { PAPERS, paperQueries } from '../api/paper-queries.js';
import { pagesOf, queries } from '../api/queries.js';
import { session } from '../api/session.js';
import { FilterSelect, named } from '../catalogue/filter-select.js';
import { useAddressFilter } from '../common/address-filter.js';
import { PageHead } from '../common/page-head.js';
import { SearchField } from '../common/search-field.js';
import { useInLanguage } from '../common/two-languages.js';
import { PagedTable } from '../lists/paged-table.js';
import { useOnFacts } from '../live/live-hooks.js';
import { FilingSheet } from './filing-sheet.js';
import { usePaperColumns } from './paper-columns.js';
import '../catalogue/catalogue.css';
import '../tasks/tasks.css';
import './papers.css';

const PaperDialog = lazy(async () => ({ default: (await import('./paper-dialog.js')).PaperDialog }));

const FILTERS = ['kind', 'standing', 'division', 'search'] as const;

/** 证件: what aircraft, pilots and the county have on file, what runs out, and the filing sheet of a day. */
export function PapersPage() {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const client = useQueryClient();
  const { filter, change } = useAddressFilter(FILTERS);
  const query = useInfiniteQuery(pagesOf<PaperView>(PAPERS, filter));
  const towns = useQuery(queries.towns());
  const due = useQuery(paperQueries.due());
  const [editing, setEditing] = useState<PaperView | 'new' | null>(null);
  const renew = () => void client.invalidateQueries({ queryKey: ['list', PAPERS] });
  useOnFacts((fact) => fact.name.startsWith('paper.'), renew);
  const columns = usePaperColumns(setEditing, renew);
  const pages = query.data?.pages ?? [];
  const narrowed = Object.values(filter).some(Boolean);
  const standings = [
    ...(['active', 'due', 'all'] as const).map((value) => ({ value, label: t(`papers/filter/${value}`) })),
    ...PaperStanding.options.map((value) => ({ value, label: t(`papers/standing/${value}`) })),
  ];
  return (
    <div className="page">
      <PageHead title={t('papers/title')} updatedAt={query.dataUpdatedAt}>
        {pages.length > 0 && (
          <span className="faint number">{t('common/total', { total: pages.at(-1)?.total ?? 0 })}</span>
        )}
        <span className="top-space" />
        <FilingSheet />
        {session.can('papers.manage') && (
          <Button type="primary" onClick={() => setEditing('new')}>
            {t('papers/add')}
          </Button>
        )}
      </PageHead>
      {(due.data ?? 0) > 0 && filter.standing !== 'due' && (
        <div className="papers-due">
          <span className="number">{t('papers/due', { count: due.data ?? 0 })}</span>
          <button type="button" className="link-button" onClick={() => change('standing', 'due')}>
            {t('papers/showDue')}
          </button>
        </div>
      )}
      <div className="filters filters-row">
        <SearchField label={t('papers/search')} value={filter.search} change={(text) => change('search', text)} />
        <FilterSelect
          label={t('papers/kind')}
          value={filter.kind}
          change={(value) => change('kind', value)}
          options={PaperKind.options.map((one) => ({ value: one, label: inLanguage(PAPER_KINDS[one]) }))}
          width={150}
        />
        <FilterSelect
          label={t('papers/standingColumn')}
          value={filter.standing}
          change={(value) => change('standing', value)}
          options={standings}
          width={130}
        />
        <FilterSelect
          label={t('catalogue/town')}
          value={filter.division}
          change={(value) => change('division', value)}
          options={(towns.data?.items ?? []).map(named)}
          width={120}
        />
      </div>
      <PagedTable
        query={query}
        columns={columns}
        rowKey={(paper) => paper.id}
        empty={filter.standing === 'due' ? t('papers/noneDue') : narrowed ? t('papers/noMatch') : t('papers/empty')}
      />
      <Suspense>
        {editing && (
          <PaperDialog paper={editing === 'new' ? null : editing} close={() => setEditing(null)} done={renew} />
        )}
      </Suspense>
    </div>
  );
}
