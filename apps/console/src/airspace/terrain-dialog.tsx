import { App, Input, InputNumber, Modal, Progress } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ElevationModelView } from '#contracts';
import { withQuery } from '../api/client.js';
import { sentenceOf } from '../api/problem.js';
import { upload } from '../api/upload.js';
import { FileDrop } from '../common/file-drop.js';
import { sizeText } from '../routes/send-files.js';

/** Uploads an elevation model and shows how much of it has left. */
export function TerrainDialog({ close, done }: { close: () => void; done: () => void }) {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState('');
  const [accuracy, setAccuracy] = useState<number | null>(null);
  const [sent, setSent] = useState<number | null>(null);
  const [fault, setFault] = useState<unknown>(null);

  const send = async () => {
    if (!file) return;
    setFault(null);
    setSent(0);
    try {
      const query = { name: name.trim() || file.name.replace(/\.tiff?$/i, ''), accuracy };
      const path = withQuery('/api/v1/elevation-models', query);
      const model = await upload<ElevationModelView>('POST', path, file, { progress: setSent });
      void message.success(t('terrain/uploaded', { name: model.name }));
      done();
      close();
    } catch (error) {
      setFault(error);
      setSent(null);
    }
  };
  const percent = file && sent !== null ? Math.round((100 * sent) / Math.max(file.size, 1)) : 0;
  return (
    <Modal
      open
      width={560}
      title={t('terrain/upload')}
      onCancel={close}
      cancelText={t('common/cancel')}
      okText={t('terrain/upload')}
      okButtonProps={{ disabled: !file }}
      confirmLoading={sent !== null}
      onOk={() => void send()}
    >
      <FileDrop
        label={file ? `${file.name} · ${sizeText(file.size)}` : t('terrain/drop')}
        hint={t('terrain/hint')}
        accept=".tif,.tiff"
        take={([chosen]) => {
          setFile(chosen ?? null);
          setFault(null);
        }}
      />
      <label className="field-label" htmlFor="terrain-name">
        {t('terrain/name')}
      </label>
      <Input
        id="terrain-name"
        maxLength={100}
        placeholder={file?.name.replace(/\.tiff?$/i, '')}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <label className="field-label" htmlFor="terrain-accuracy">
        {t('terrain/accuracy')}
      </label>
      <InputNumber
        id="terrain-accuracy"
        min={0}
        max={1000}
        placeholder={t('terrain/accuracyHint')}
        value={accuracy}
        onChange={setAccuracy}
        style={{ width: '100%' }}
      />
      {file && sent !== null && (
        <div role="status" className="terrain-progress">
          <Progress percent={percent} status="active" aria-label={t('terrain/upload')} />
          <span className="faint number">
            {percent < 100
              ? t('terrain/sending', { sent: sizeText(sent), total: sizeText(file.size) })
              : t('terrain/reading')}
          </span>
        </div>
      )}
      {fault !== null && (
        <p className="form-error terrain-progress" role="alert">
          {sentenceOf(fault, i18n.language)}
        </p>
      )}
    </Modal>
  );
}
