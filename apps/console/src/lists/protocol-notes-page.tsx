import { useInfiniteQuery } from '@tanstack/react-query';
import type { TableProps } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ProtocolNoteView } from '#contracts';
import { pagesOf } from '../api/queries.js';
import { Age } from '../common/age-text.js';
import { PageHead } from '../common/page-head.js';
import { PagedTable } from './paged-table.js';

/** What devices said and we did not know: kept, counted, with one example each. */
export function ProtocolNotesPage() {
  const { t } = useTranslation();
  const query = useInfiniteQuery(pagesOf<ProtocolNoteView>('/api/v1/protocol-notes', {}, 30_000));
  const columns = useMemo<TableProps<ProtocolNoteView>['columns']>(
    () => [
      { title: t('protocol/kindColumn'), width: 120, render: (_, note) => t(`protocol/kind/${note.kind}`) },
      { title: t('protocol/name'), render: (_, note) => <code>{note.name}</code> },
      {
        title: t('protocol/count'),
        align: 'right',
        width: 90,
        render: (_, note) => <b className="number">{note.count}</b>,
      },
      {
        title: t('device/title'),
        render: (_, note) =>
          note.sn && (
            <Link to={`/devices/${encodeURIComponent(note.sn)}`}>
              <code>{note.sn}</code>
            </Link>
          ),
      },
      { title: t('protocol/first'), width: 110, render: (_, note) => <Age at={note.firstAt} /> },
      { title: t('protocol/last'), width: 110, render: (_, note) => <Age at={note.lastAt} /> },
      {
        title: t('protocol/example'),
        render: (_, note) => (
          <code className="example" title={note.example}>
            {note.example}
          </code>
        ),
      },
    ],
    [t],
  );
  return (
    <div className="page">
      <PageHead title={t('protocol/title')} lead={t('protocol/lead')} updatedAt={query.dataUpdatedAt} />
      <PagedTable
        query={query}
        columns={columns}
        rowKey={(note) => `${note.kind} ${note.name} ${note.sn}`}
        empty={t('protocol/empty')}
      />
    </div>
  );
}
