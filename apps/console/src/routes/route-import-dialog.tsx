import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteImportView, RouteRole } from '#contracts';
import { sendJson } from '../api/client.js';
import { sentenceOf } from '../api/problem.js';
import { session } from '../api/session.js';
import { FileDrop } from '../common/file-drop.js';
import { ImportOptions } from './import-options.js';
import { ImportProgress } from './import-progress.js';
import { ImportResult } from './import-result.js';
import { sendFiles, sizeText, type NotSent, type Sending } from './send-files.js';

const ENDINGS = '.kmz,.wpml,.kml,.json,.geojson,.gpx,.plan,.zip';

/** Imports many route files: options, sending, checking, and what became of each file. */
export function RouteImportDialog({
  close,
  done,
  approve,
}: {
  close: () => void;
  done: () => void;
  approve: (routes: { id: string; code: string; name: string }[]) => void;
}) {
  const { t, i18n } = useTranslation();
  const [files, setFiles] = useState<readonly File[]>([]);
  const [options, setOptions] = useState<{ homeDockSn: string | null; role: RouteRole; tags: string[] }>({
    homeDockSn: null,
    role: 'main',
    tags: [],
  });
  const [sending, setSending] = useState<Sending | null>(null);
  const [notSent, setNotSent] = useState<readonly NotSent[]>([]);
  const [running, setRunning] = useState<string | null>(null);
  const [result, setResult] = useState<RouteImportView | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const bytes = files.reduce((sum, file) => sum + file.size, 0);

  const run = async () => {
    setFault(null);
    setSending({ done: 0, bytes: 0 });
    try {
      const { id } = await sendJson<RouteImportView>('POST', '/api/v1/routes/imports', {
        ...options,
        files: Math.min(files.length, 500),
      });
      const failed = await sendFiles(id, files, setSending);
      setNotSent(failed);
      if (failed.length === files.length) throw failed[0]?.error;
      await sendJson<RouteImportView>('POST', `/api/v1/routes/imports/${id}/start`);
      setRunning(id);
    } catch (error) {
      setFault(sentenceOf(error, i18n.language));
      setSending(null);
    }
  };
  const again = () => {
    setFiles([]);
    setSending(null);
    setNotSent([]);
    setRunning(null);
    setResult(null);
  };
  const passed = (result?.files ?? []).flatMap(({ state, routeId, routeCode, name }) =>
    state === 'taken' && routeId ? [{ id: routeId, code: routeCode ?? '', name }] : [],
  );

  return (
    <Modal
      open
      width={900}
      style={{ top: 40 }}
      title={t('routeImport/title')}
      onCancel={close}
      mask={{ closable: false }}
      footer={
        <>
          {result && <Button onClick={again}>{t('routeImport/again')}</Button>}
          {result && passed.length > 0 && session.can('routes.approve') && (
            <Button type="primary" onClick={() => approve(passed)}>
              {t('routeImport/approve', { count: passed.length })}
            </Button>
          )}
          {sending === null && files.length > 0 && (
            <Button type="primary" onClick={() => void run()}>
              {t('routeImport/start', { count: files.length })}
            </Button>
          )}
          <Button onClick={close}>{t('common/close')}</Button>
        </>
      }
    >
      {sending === null && (
        <>
          <ImportOptions value={options} change={setOptions} />
          <FileDrop
            label={t('routeImport/drop')}
            hint={t('routeImport/hint')}
            accept={ENDINGS}
            multiple
            take={(chosen) => setFiles([...files, ...chosen])}
          />
          {files.length > 0 && (
            <p className="chosen-files">
              <b className="number">{t('routeImport/chosen', { count: files.length, size: sizeText(bytes) })}</b>
              <Button size="small" onClick={() => setFiles([])}>
                {t('routeImport/clear')}
              </Button>
            </p>
          )}
        </>
      )}
      {fault && (
        <p className="form-error" role="alert">
          {fault}
        </p>
      )}
      {sending && !result && (
        <ImportProgress
          files={files.length}
          bytes={bytes}
          sending={sending}
          importId={running}
          ended={(view) => {
            setResult(view);
            done();
          }}
        />
      )}
      {result && <ImportResult result={result} notSent={notSent} />}
    </Modal>
  );
}
