import { useQuery } from '@tanstack/react-query';
import { Table, type TableProps } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { RouteCrossingView } from '#contracts';
import { getJson } from '../api/client.js';
import { QueryStates } from '../common/data-states.js';
import { useInLanguage } from '../common/two-languages.js';

/** Approved routes of different docks that come close to each other when both take off together. */
export function CrossingsTable() {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const query = useQuery({
    queryKey: ['crossings'],
    queryFn: () => getJson<{ items: RouteCrossingView[]; total: number }>('/api/v1/routes/crossings'),
  });
  const rows = query.data?.items ?? [];
  const columns = useMemo<TableProps<RouteCrossingView>['columns']>(
    () => [
      {
        title: t('coverage/pair'),
        render: (_, { routes }) => (
          <span className="two-lines">
            {routes.map((route) => (
              <Link key={route.code} to={`/routes/${encodeURIComponent(route.code)}`}>
                {route.name}
              </Link>
            ))}
          </span>
        ),
      },
      {
        title: t('coverage/apart'),
        align: 'right',
        render: (_, row) => t('coverage/metres', { value: Math.round(row.apartMetres) }),
      },
      {
        title: t('coverage/apartVertically'),
        align: 'right',
        render: (_, row) => t('coverage/metres', { value: Math.round(row.apartVertically) }),
      },
      {
        title: t('coverage/apartSeconds'),
        align: 'right',
        render: (_, row) => t('coverage/seconds', { value: Math.round(row.apartSeconds) }),
      },
      {
        title: t('points/place'),
        render: (_, row) => (
          <span className="number">
            {row.longitude.toFixed(5)}°E {row.latitude.toFixed(5)}°N
          </span>
        ),
      },
      { title: t('coverage/what'), render: (_, row) => inLanguage(row) },
    ],
    [t, inLanguage],
  );
  return (
    <>
      <p className="page-lead coverage-notes">{t('coverage/crossingsLead')}</p>
      <QueryStates query={query} empty={rows.length === 0 ? t('coverage/crossingsNone') : undefined}>
        <Table
          size="small"
          columns={columns}
          dataSource={rows}
          rowKey={(row) => row.routes.map(({ code }) => code).join(' ')}
          pagination={{ pageSize: 50, showSizeChanger: false, hideOnSinglePage: true }}
          scroll={{ x: 'max-content' }}
        />
      </QueryStates>
    </>
  );
}
