import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Popconfirm, type TableProps } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { JoinCodeView } from '#contracts';
import { sendJson } from '../api/client.js';
import { sentenceOf } from '../api/problem.js';
import { pagesOf } from '../api/queries.js';
import { Clock } from '../common/age-text.js';
import { PageHead } from '../common/page-head.js';
import { useOnFacts } from '../live/live-hooks.js';
import { InviteDialog } from './invite-dialog.js';
import { PagedTable } from './paged-table.js';

/** Join codes of mobile drones: who was let in, where, until when. */
export function GuestsPage() {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [parameters] = useSearchParams();
  const [inviting, setInviting] = useState(false);
  const options = pagesOf<JoinCodeView>('/api/v1/join-codes', { state: parameters.get('state') }, 30_000);
  const query = useInfiniteQuery(options);
  const renew = () => void client.invalidateQueries({ queryKey: options.queryKey });
  useOnFacts((fact) => fact.name === 'device.registered' || fact.name === 'device.left', renew);

  const columns = useMemo<TableProps<JoinCodeView>['columns']>(() => {
    const revoke = async (id: string) => {
      try {
        await sendJson('DELETE', `/api/v1/join-codes/${id}`);
        void message.success(t('guests/revoked'));
      } catch (error) {
        void message.error(sentenceOf(error, i18n.language));
      }
      void client.invalidateQueries({ queryKey: ['list', '/api/v1/join-codes'] });
    };
    return [
      {
        title: t('guests/stateColumn'),
        render: (_, row) => <span className={`join-state join-${row.state}`}>{t(`guests/state/${row.state}`)}</span>,
      },
      { title: t('guests/pilot'), render: (_, row) => <b>{row.pilotName}</b> },
      { title: t('guests/permit'), dataIndex: 'permit' },
      { title: t('guests/division'), dataIndex: 'divisionName' },
      {
        title: t('guests/controller'),
        render: (_, row) =>
          row.gatewaySn ? (
            <Link to={`/devices/${encodeURIComponent(row.gatewaySn)}`}>
              <code>{row.gatewaySn}</code>
            </Link>
          ) : (
            t('common/none')
          ),
      },
      { title: t('guests/expires'), render: (_, row) => <Clock at={row.expiresAt} /> },
      { title: t('guests/until'), render: (_, row) => <Clock at={row.guestUntil} /> },
      { title: t('guests/created'), render: (_, row) => <Clock at={row.createdAt} /> },
      {
        title: t('unknown/actions'),
        render: (_, row) =>
          row.state === 'open' && (
            <Popconfirm
              title={t('guests/revoke')}
              description={t('guests/revokeAsk')}
              okText={t('guests/revoke')}
              cancelText={t('common/cancel')}
              onConfirm={() => revoke(row.id)}
            >
              <Button size="small" danger aria-label={`${t('guests/revoke')}: ${row.pilotName}`}>
                {t('guests/revoke')}
              </Button>
            </Popconfirm>
          ),
      },
    ];
  }, [t, i18n, client, message]);

  return (
    <div className="page">
      <PageHead title={t('guests/title')} lead={t('guests/lead')} updatedAt={query.dataUpdatedAt}>
        <Button type="primary" onClick={() => setInviting(true)}>
          {t('guests/invite')}
        </Button>
      </PageHead>
      <PagedTable query={query} columns={columns} rowKey={(row) => row.id} empty={t('guests/empty')} />
      {inviting && <InviteDialog close={() => setInviting(false)} done={renew} />}
    </div>
  );
}
