import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { Button, Table, type TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Page } from '#contracts';
import { QueryStates } from '../common/data-states.js';

/** Rows of a paged list with all its states; further pages are fetched on request. */
export function PagedTable<Row extends object>({
  query,
  columns,
  rowKey,
  empty,
  expandable,
  rowSelection,
}: {
  query: UseInfiniteQueryResult<InfiniteData<Page<Row>>>;
  columns: TableProps<Row>['columns'];
  rowKey: (row: Row) => string;
  empty: string;
  expandable?: TableProps<Row>['expandable'];
  rowSelection?: TableProps<Row>['rowSelection'];
}) {
  const { t } = useTranslation();
  const pages = query.data?.pages ?? [];
  const rows = pages.flatMap((page) => page.items);
  const total = pages.at(-1)?.total ?? 0;
  return (
    <QueryStates query={query} empty={rows.length === 0 ? empty : undefined}>
      <Table
        size="small"
        columns={columns}
        dataSource={rows}
        rowKey={rowKey}
        pagination={false}
        scroll={{ x: 'max-content' }}
        expandable={expandable}
        rowSelection={rowSelection}
      />
      <div className="table-foot">
        <span className="faint number">{t('common/shownOf', { shown: rows.length, total })}</span>
        {query.hasNextPage && (
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('common/loadMore', { count: Math.min(100, Math.max(total - rows.length, 1)) })}
          </Button>
        )}
      </div>
    </QueryStates>
  );
}
