import { useQuery } from '@tanstack/react-query';
import { Progress } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteImportView } from '#contracts';
import { getJson } from '../api/client.js';
import { sentenceOf } from '../api/problem.js';
import type { Sending } from './send-files.js';

/** How often the server is asked how far it has come, milliseconds. */
const ASK_EVERY = 600;

/** How far a bulk import has come: how much is sent, then how many files are checked. */
export function ImportProgress({
  files,
  bytes,
  sending,
  importId,
  ended,
}: {
  files: number;
  bytes: number;
  sending: Sending;
  /** Once all is sent and the work has begun. */
  importId: string | null;
  ended: (view: RouteImportView) => void;
}) {
  const { t, i18n } = useTranslation();
  const query = useQuery({
    queryKey: ['route-import', importId],
    queryFn: () => getJson<RouteImportView>(`/api/v1/routes/imports/${importId}`),
    enabled: importId !== null,
    refetchInterval: ({ state }) => (state.data?.state === 'done' ? false : ASK_EVERY),
  });
  const view = query.data;
  const end = useRef(ended);
  useEffect(() => {
    end.current = ended;
  });
  useEffect(() => {
    if (view?.state === 'done') end.current(view);
  }, [view]);
  const sentPercent = bytes === 0 ? 100 : Math.min(100, Math.round((100 * sending.bytes) / bytes));
  const checkedPercent = view && view.total > 0 ? Math.round((100 * view.done) / view.total) : 0;
  return (
    <div className="import-progress" role="status">
      <div className="progress-line">
        <span>{t('routeImport/sending')}</span>
        <Progress
          percent={sentPercent}
          status={sending.done === files ? 'success' : 'active'}
          aria-label={t('routeImport/sending')}
        />
        <span className="faint number">{t('routeImport/sent', { done: sending.done, total: files })}</span>
      </div>
      <div className="progress-line">
        <span>{t('routeImport/checking')}</span>
        <Progress percent={checkedPercent} status="active" aria-label={t('routeImport/checking')} />
        <span className="faint number">
          {view ? t('routeImport/checked', { done: view.done, total: view.total }) : t('common/none')}
        </span>
      </div>
      {importId !== null && <p className="faint">{t('routeImport/closing')}</p>}
      {query.isError && (
        <p className="form-error" role="alert">
          {sentenceOf(query.error, i18n.language)}
        </p>
      )}
    </div>
  );
}
