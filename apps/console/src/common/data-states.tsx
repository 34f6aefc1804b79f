import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { sentenceOf } from '../api/problem.js';
import { clockTime } from './age.js';
import { useNow } from './clock.js';

/** Rows are on their way. */
export function Loading() {
  const { t } = useTranslation();
  return (
    <div className="state" role="status">
      <span className="state-pulse" aria-hidden="true" />
      {t('common/loading')}
    </div>
  );
}

/** There is nothing, and that is the answer. */
export function Empty({ children }: { children: ReactNode }) {
  return <div className="state">{children}</div>;
}

/** The server's own sentence and a way to try again. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t, i18n } = useTranslation();
  return (
    <div className="state state-failed" role="alert">
      <strong>{t('common/failed')}</strong>
      <span>{sentenceOf(error, i18n.language)}</span>
      {retry && <Button onClick={retry}>{t('common/retry')}</Button>}
    </div>
  );
}

export interface QueryLike {
  isPending: boolean;
  isError: boolean;
  error: unknown;
  dataUpdatedAt: number;
  data: unknown;
  refetch: () => unknown;
}

/**
 * What a list shows in each of its states. Data that could not be refreshed stays on the screen with a line that says
 * how old it is.
 */
export function QueryStates({ query, empty, children }: { query: QueryLike; empty?: ReactNode; children: ReactNode }) {
  const retry = () => void query.refetch();
  if (query.isPending) return <Loading />;
  if (query.isError && query.data === undefined) return <Failed error={query.error} retry={retry} />;
  return (
    <>
      {query.isError && <StaleLine at={query.dataUpdatedAt} error={query.error} retry={retry} />}
      {empty ? <Empty>{empty}</Empty> : children}
    </>
  );
}

function StaleLine({ at, error, retry }: { at: number; error: unknown; retry: () => void }) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  return (
    <div className="stale-line" role="alert">
      <span>
        {t('common/stale', { time: clockTime(at, now) })} {sentenceOf(error, i18n.language)}
      </span>
      <Button size="small" onClick={retry}>
        {t('common/retry')}
      </Button>
    </div>
  );
}
