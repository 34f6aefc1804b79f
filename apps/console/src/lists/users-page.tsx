import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, type TableProps } from 'antd';
import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserView } from '#contracts';
import { pagesOf } from '../api/queries.js';
import { session } from '../api/session.js';
import { Age, Clock } from '../common/age-text.js';
import { clockTime } from '../common/age.js';
import { PageHead } from '../common/page-head.js';
import { livePicture } from '../live/live-picture.js';
import { PagedTable } from './paged-table.js';
import { UserDialog } from './user-dialog.js';

/** Who may sign in, as what, and for which part of the county. */
export function UsersPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim());
  const options = pagesOf<UserView>('/api/v1/users', { search });
  const query = useInfiniteQuery(options);
  const [editing, setEditing] = useState<UserView | 'new' | null>(null);
  const manages = session.can('users.manage');

  const columns = useMemo<TableProps<UserView>['columns']>(
    () => [
      { title: t('users/username'), render: (_, user) => <b>{user.username}</b> },
      { title: t('users/displayName'), dataIndex: 'displayName' },
      { title: t('users/roles'), render: (_, user) => user.roles.map((role) => t(`users/role/${role}`)).join('、') },
      { title: t('users/division'), dataIndex: 'divisionName' },
      { title: t('users/state'), render: (_, user) => <UserState user={user} /> },
      { title: t('users/lastSignIn'), render: (_, user) => <Age at={user.lastSignInAt} /> },
      { title: t('guests/created'), render: (_, user) => <Clock at={user.createdAt} /> },
      ...(manages
        ? [
            {
              title: t('unknown/actions'),
              render: (_: unknown, user: UserView) => (
                <Button
                  size="small"
                  aria-label={t('users/editTitle', { username: user.username })}
                  onClick={() => setEditing(user)}
                >
                  {t('users/edit')}
                </Button>
              ),
            },
          ]
        : []),
    ],
    [t, manages],
  );

  return (
    <div className="page">
      <PageHead title={t('users/title')} updatedAt={query.dataUpdatedAt}>
        <div className="filters">
          <Input
            allowClear
            aria-label={t('users/search')}
            placeholder={t('users/search')}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            style={{ width: 200 }}
          />
          {manages && (
            <Button type="primary" onClick={() => setEditing('new')}>
              {t('users/add')}
            </Button>
          )}
        </div>
      </PageHead>
      <PagedTable query={query} columns={columns} rowKey={(user) => user.id} empty={t('users/empty')} />
      {editing && (
        <UserDialog
          user={editing === 'new' ? null : editing}
          close={() => setEditing(null)}
          done={() => void client.invalidateQueries({ queryKey: ['list', '/api/v1/users'] })}
        />
      )}
    </div>
  );
}

function UserState({ user }: { user: UserView }) {
  const { t } = useTranslation();
  const now = livePicture.serverNow();
  if (user.disabled) return <span className="word-off">{t('users/disabled')}</span>;
  if (user.lockedUntil !== null && Date.parse(user.lockedUntil) > now) {
    return (
      <span className="word-bad">{t('users/locked', { time: clockTime(Date.parse(user.lockedUntil), now) })}</span>
    );
  }
  return <span className="word-good">{t('users/enabled')}</span>;
}
