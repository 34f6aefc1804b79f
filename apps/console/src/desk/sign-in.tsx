import { Button, Input } from 'antd';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { sentenceOf } from '../api/problem.js';
import { session } from '../api/session.js';
import { LanguageSwitch } from './language-switch.js';

/** Name and password; the server's sentence is shown as it is when they are not accepted. */
export function SignIn() {
  const { t, i18n } = useTranslation();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await session.signIn(username.trim(), password);
    } catch (fault) {
      setError(fault);
      setBusy(false);
    }
  };

  return (
    <main className="sign-in">
      <div className="sign-in-language">
        <LanguageSwitch />
      </div>
      <form className="sign-in-card" onSubmit={(event) => void submit(event)} aria-labelledby="sign-in-title">
        <img src="/mark.svg" width="40" height="40" alt="" />
        <h1 id="sign-in-title">
          巡航 <span lang="en">Xunhang</span>
        </h1>
        <p>{t('signIn/lead')}</p>
        <label htmlFor="username">{t('signIn/username')}</label>
        <Input
          id="username"
          name="username"
          autoComplete="username"
          autoFocus
          required
          value={username}
          onChange={(event) => setUsername(event.target.value)}
        />
        <label htmlFor="password">{t('signIn/password')}</label>
        <Input.Password
          id="password"
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <div className="sign-in-error" role="alert">
          {error !== null && sentenceOf(error, i18n.language)}
        </div>
        <Button type="primary" htmlType="submit" loading={busy} block size="large">
          {t('signIn/submit')}
        </Button>
        <a className="sign-in-join" href="/join">
          {t('signIn/join')}
        </a>
      </form>
    </main>
  );
}
