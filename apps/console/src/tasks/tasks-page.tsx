import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { TaskView } from '#contracts';
import { pagesOf } from '../api/queries.js';
import { session } from '../api/session.js';
import { TASKS } from '../api/task-queries.js';
import { useAddressFilter } from '../common/address-filter.js';
import { PageHead } from '../common/page-head.js';
import { useOnFacts } from '../live/live-hooks.js';
import { PagedTable } from '../lists/paged-table.js';
import { TaskCountBar } from './task-count-bar.js';
import { useTaskColumns } from './task-columns.js';
import { TASK_FILTERS, TaskFilters, taskQueryOf } from './task-filters.js';
import '../catalogue/catalogue.css';
import './tasks.css';

const TaskDialog = lazy(async () => ({ default: (await import('./task-dialog.js')).TaskDialog }));

/** 任务: every flight that is wanted, waits, flies or has ended, with the reason. */
export function TasksPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { filter, change, changeAll } = useAddressFilter(TASK_FILTERS);
  const query = useInfiniteQuery(pagesOf<TaskView>(TASKS, taskQueryOf(filter)));
  const [adding, setAdding] = useState(false);
  useOnFacts(
    (fact) => fact.name.startsWith('task.'),
    () => void client.invalidateQueries({ queryKey: ['list', TASKS] }),
  );
  const columns = useTaskColumns();
  const pages = query.data?.pages ?? [];
  const narrowed = Object.values(filter).some(Boolean);

  return (
    <div className="page">
      <PageHead title={t('tasks/title')} updatedAt={query.dataUpdatedAt}>
        {pages.length > 0 && (
          <span className="faint number">{t('common/total', { total: pages.at(-1)?.total ?? 0 })}</span>
        )}
        <span className="top-space" />
        {session.can('tasks.manage') && (
          <Button type="primary" onClick={() => setAdding(true)}>
            {t('tasks/add')}
          </Button>
        )}
      </PageHead>
      <TaskFilters filter={filter} change={change} />
      <TaskCountBar filter={filter} changeAll={changeAll} />
      <PagedTable
        query={query}
        columns={columns}
        rowKey={(task) => task.id}
        empty={narrowed ? t('tasks/noMatch') : t('tasks/empty')}
      />
      <Suspense>
        {adding && <TaskDialog close={() => setAdding(false)} done={(task) => void navigate(`/tasks/${task.id}`)} />}
      </Suspense>
    </div>
  );
}
