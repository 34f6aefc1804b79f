import { App, Dropdown } from 'antd';
import { lazy, Suspense, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { sendJson } from '../api/client.js';
import { session } from '../api/session.js';
import { Icon } from '../common/icons.js';
import { sentenceOf } from '../api/problem.js';

const PasswordDialog = lazy(async () => ({ default: (await import('./password-dialog.js')).PasswordDialog }));

/** Who is signed in, and the two things one does about that. */
export function AccountMenu() {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const state = useSyncExternalStore(session.subscribe, session.state);
  const [changing, setChanging] = useState(false);
  if (state.phase !== 'signed_in') return null;
  const { user } = state;
  /** The board is a page of its own: it is let in by a cookie for its path alone. */
  const openQueues = async () => {
    try {
      await sendJson('POST', '/api/v1/queue-visits');
      window.open('/admin/queues', '_blank', 'noopener');
    } catch (error) {
      void message.error(sentenceOf(error, i18n.language));
    }
  };
  return (
    <>
      <Dropdown
        trigger={['click']}
        placement="bottomRight"
        menu={{
          items: [
            {
              key: 'who',
              disabled: true,
              label: `${user.displayName} · ${user.roles.map((role) => t(`users/role/${role}`)).join('、')} · ${user.divisionName}`,
            },
            { type: 'divider' },
            ...(session.can('queues.read')
              ? [{ key: 'queues', label: t('common/queues'), onClick: () => void openQueues() }]
              : []),
            { key: 'password', label: t('common/changePassword'), onClick: () => setChanging(true) },
            { key: 'out', label: t('common/signOut'), onClick: () => void session.signOut() },
          ],
        }}
      >
        <button
          type="button"
          className="quiet-button account"
          aria-label={`${t('common/account')}: ${user.displayName}`}
        >
          <Icon name="user" size={17} />
          <span className="account-name">{user.displayName}</span>
        </button>
      </Dropdown>
      {changing && (
        <Suspense>
          <PasswordDialog close={() => setChanging(false)} />
        </Suspense>
      )}
    </>
  );
}
