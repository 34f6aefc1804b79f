import { useSyncExternalStore, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { session } from '../api/session.js';
import { SignIn } from './sign-in.js';

/** Shows the desk to those who are signed in, and the sign-in page, at the same address, to all others. */
export function Gate({ children }: { children: ReactNode }) {
  const state = useSyncExternalStore(session.subscribe, session.state);
  const { t } = useTranslation();
  if (state.phase === 'signed_in') return children;
  if (state.phase === 'signed_out') return <SignIn />;
  return (
    <main className="sign-in">
      <p className="state" role="status">
        <span className="state-pulse" aria-hidden="true" />
        {t('signIn/restoring')}
      </p>
    </main>
  );
}
