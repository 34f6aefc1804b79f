import { Dropdown } from 'antd';
import { lazy, Suspense, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { session } from '../api/session.js';
import { Icon } from '../common/icons.js';

const PasswordDialog = lazy(async () => ({ default: (await import('./password-dialog.js')).PasswordDialog }));

/** Who is signed in, and the two things one does about that. */
export function AccountMenu() {
  const { t } = useTranslation();
  const state = useSyncExternalStore(session.subscribe, session.state);
  const [changing, setChanging] = useState(false);
  if (state.phase !== 'signed_in') return null;
  const { user } = state;
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
