import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteView } from '#contracts';
import { sentenceOf } from '../api/problem.js';
import { problemEntries } from '../api/upload.js';
import { FileDrop } from '../common/file-drop.js';
import { breaksRules, saveAs } from './save-file.js';

/** Uploads a file as the newest version of a route; one that breaks rules is told so, and may be kept as a draft. */
export function UploadDialog({ route, close, done }: { route: RouteView; close: () => void; done: () => void }) {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const [file, setFile] = useState<File | null>(null);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const refused = breaksRules(fault);

  const save = async (as: 'checked' | 'draft') => {
    if (!file) return;
    setBusy(true);
    setFault(null);
    try {
      const { number } = await saveAs(as, route.id, file, note);
      void message.success(t('routes/savedVersion', { number }));
      done();
      close();
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      width={640}
      title={t('routes/uploadTitle', { name: route.name })}
      onCancel={close}
      footer={
        <>
          <Button onClick={close}>{t('common/cancel')}</Button>
          {refused && (
            <Button loading={busy} onClick={() => void save('draft')}>
              {t('routes/saveDraft')}
            </Button>
          )}
          <Button type="primary" disabled={!file} loading={busy} onClick={() => void save('checked')}>
            {t('common/save')}
          </Button>
        </>
      }
    >
      <FileDrop
        label={file?.name ?? t('routes/uploadDrop')}
        hint={t('routes/uploadHint')}
        accept=".kmz,.wpml,.kml,.json,.geojson,.gpx,.plan"
        take={([chosen]) => {
          setFile(chosen ?? null);
          setFault(null);
        }}
      />
      <label className="field-label" htmlFor="upload-note">
        {t('routes/uploadNote')}
      </label>
      <Input id="upload-note" maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
      {fault !== null && (
        <div className="form-error upload-fault" role="alert">
          {refused ? t('routes/uploadRefused') : sentenceOf(fault, i18n.language)}
          {refused && (
            <ol className="upload-findings">
              {problemEntries(fault).map((entry, index) => (
                <li key={`${entry.path} ${index}`}>{halfOf(entry.message, i18n.language)}</li>
              ))}
            </ol>
          )}
        </div>
      )}
    </Modal>
  );
}

/** Messages of entries carry both languages, `中文 / English`. */
function halfOf(message: string, language: string): string {
  const [zh = message, ...rest] = message.split(' / ');
  return language === 'en' && rest.length > 0 ? rest.join(' / ') : zh;
}
