import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button, type TableProps } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UnknownDeviceView } from '#contracts';
import { pagesOf } from '../api/queries.js';
import { Age } from '../common/age-text.js';
import { PageHead } from '../common/page-head.js';
import { useOnFacts } from '../live/live-hooks.js';
import { AdoptDialog } from './adopt-dialog.js';
import { PagedTable } from './paged-table.js';
import { RefuseDialog } from './refuse-dialog.js';

/** Serial numbers that spoke and that nobody registered, to be adopted or refused. */
export function UnknownDevicesPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const options = pagesOf<UnknownDeviceView>('/api/v1/unknown-devices', {}, 10_000);
  const query = useInfiniteQuery(options);
  const [adopting, setAdopting] = useState<UnknownDeviceView | null>(null);
  const [refusing, setRefusing] = useState<UnknownDeviceView | null>(null);
  const renew = () => void client.invalidateQueries({ queryKey: options.queryKey });
  useOnFacts((fact) => fact.name.startsWith('device.unknown'), renew);

  const columns = useMemo<TableProps<UnknownDeviceView>['columns']>(
    () => [
      { title: t('device/sn'), render: (_, row) => <code>{row.sn}</code> },
      { title: t('device/kind'), render: (_, row) => t(`kind/${row.kind}`) },
      { title: t('unknown/model'), render: (_, row) => row.modelName ?? row.modelKey ?? t('common/none') },
      {
        title: t('unknown/gateway'),
        render: (_, row) => (row.gatewaySn ? <code>{row.gatewaySn}</code> : t('common/none')),
      },
      {
        title: t('unknown/messages'),
        align: 'right',
        render: (_, row) => <span className="number">{row.messages}</span>,
      },
      { title: t('unknown/first'), render: (_, row) => <Age at={row.firstSeenAt} /> },
      { title: t('unknown/last'), render: (_, row) => <Age at={row.lastSeenAt} /> },
      { title: t('unknown/topic'), render: (_, row) => <code className="faint">{row.lastTopic}</code> },
      { title: t('device/presence'), render: (_, row) => t(`unknown/state/${row.status}`) },
      {
        title: t('unknown/actions'),
        render: (_, row) => (
          <span className="row-actions">
            <Button
              size="small"
              type="primary"
              aria-label={t('unknown/adoptTitle', { sn: row.sn })}
              onClick={() => setAdopting(row)}
            >
              {t('unknown/adopt')}
            </Button>
            {row.status === 'waiting' && (
              <Button
                size="small"
                danger
                aria-label={t('unknown/refuseTitle', { sn: row.sn })}
                onClick={() => setRefusing(row)}
              >
                {t('unknown/refuse')}
              </Button>
            )}
          </span>
        ),
      },
    ],
    [t],
  );

  return (
    <div className="page">
      <PageHead title={t('unknown/title')} lead={t('unknown/lead')} updatedAt={query.dataUpdatedAt} />
      <PagedTable query={query} columns={columns} rowKey={(row) => row.sn} empty={t('unknown/empty')} />
      {adopting && <AdoptDialog device={adopting} close={() => setAdopting(null)} done={renew} />}
      {refusing && <RefuseDialog device={refusing} close={() => setRefusing(null)} done={renew} />}
    </div>
  );
}
