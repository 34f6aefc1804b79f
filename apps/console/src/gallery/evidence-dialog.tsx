import { useQueryClient } from '@tanstack/react-query';
import { App, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { EvidencePackView, NewEvidencePack } from '#contracts';
import { sendJson } from '../api/client.js';
import { EVIDENCE_PACKS } from '../api/media-queries.js';
import { FormDialog } from '../lists/form-dialog.js';

/** What a pack is made of. */
export type PackOf = { mediaIds: readonly string[] } | { task: { id: string; name: string } };

/** Asks for a pack of chosen pictures, or of all pictures of a task, and goes to where its progress is seen. */
export function EvidenceDialog({ of, close, done }: { of: PackOf; close: () => void; done?: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [form] = Form.useForm<Pick<NewEvidencePack, 'title' | 'note'>>();
  const send = async ({ title, note }: Pick<NewEvidencePack, 'title' | 'note'>) => {
    const what = 'task' in of ? { taskId: of.task.id } : { mediaIds: of.mediaIds };
    await sendJson<EvidencePackView>('POST', EVIDENCE_PACKS, { title, note: note ?? '', ...what });
    void client.invalidateQueries({ queryKey: ['list', EVIDENCE_PACKS] });
    void message.success(t('evidence/started'));
    done?.();
    void navigate('/evidence');
  };
  return (
    <FormDialog
      title={t('evidence/add')}
      okText={t('evidence/make')}
      form={form}
      initialValues={'task' in of ? { title: of.task.name } : {}}
      send={send}
      close={close}
    >
      <p className="form-lead">
        {'task' in of
          ? t('evidence/addTask', { name: of.task.name })
          : t('evidence/addLead', { count: of.mediaIds.length })}
      </p>
      <Form.Item
        name="title"
        label={t('evidence/name')}
        rules={[{ required: true, whitespace: true, message: t('signIn/required') }, { max: 100 }]}
      >
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item name="note" label={t('evidence/note')} rules={[{ max: 1000 }]}>
        <Input.TextArea rows={3} placeholder={t('evidence/notePlaceholder')} />
      </Form.Item>
    </FormDialog>
  );
}
