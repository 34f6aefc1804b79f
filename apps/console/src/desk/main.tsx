import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntdApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { useTranslation } from 'react-i18next';
import { RouterProvider } from 'react-router/dom';
import { ApiProblem } from '../api/problem.js';
import { session } from '../api/session.js';
import { startI18n } from '../i18n/i18n.js';
import { liveConnection } from '../live/live-connection.js';
import { antdTheme } from '../theme/tokens.js';
import { router } from './routes.js';
import './desk.css';
import './parts.css';
import './sheet.css';
import './sign-in.css';

startI18n();

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // A county network without Internet makes browsers claim to be offline.
      networkMode: 'always',
      staleTime: 5_000,
      retry: (count, error) => count < 2 && !(error instanceof ApiProblem && error.status >= 400 && error.status < 500),
      retryDelay: (count) => 500 * 2 ** count,
    },
    mutations: { networkMode: 'always' },
  },
});

function followSession(): void {
  let user: string | null = null;
  session.subscribe(() => {
    const state = session.state();
    const next = state.phase === 'signed_in' ? state.user.id : null;
    if (next === user) return;
    user = next;
    queryClient.clear();
    if (next === null) liveConnection.stop();
    else liveConnection.start();
  });
  const restore = () => void session.refresh().catch(() => setTimeout(restore, 3_000));
  if (session.worthRestoring) restore();
  else session.startSignedOut();
}

function Desk() {
  const { i18n } = useTranslation();
  return (
    <ConfigProvider
      theme={antdTheme}
      locale={i18n.language === 'en' ? enUS : zhCN}
      wave={{ disabled: true }}
      button={{ autoInsertSpace: false }}
    >
      <AntdApp component={false}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </AntdApp>
    </ConfigProvider>
  );
}

/** After an update of the server the old page's parts are gone: one fresh load brings the new ones. */
function followUpdates(): void {
  window.addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem('xunhang.reloaded') ?? 0);
    if (Date.now() - last < 30_000) return;
    event.preventDefault();
    sessionStorage.setItem('xunhang.reloaded', String(Date.now()));
    location.reload();
  });
}

followUpdates();
followSession();
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Desk />
    </StrictMode>,
  );
}
