import { App, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { RouteVersionView, RouteView } from '#contracts';
import { sendJson } from '../api/client.js';
import { FormDialog } from '../lists/form-dialog.js';

/** Approves one version, with a note that stays. */
export function ApproveVersionDialog({
  route,
  number,
  close,
  done,
}: {
  route: RouteView;
  number: number;
  close: () => void;
  done: () => void;
}) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ note?: string }>();
  const send = async ({ note }: { note?: string }) => {
    await sendJson<RouteVersionView>('POST', `/api/v1/routes/${route.id}/versions/${number}/approve`, {
      note: note ?? '',
    });
    void message.success(t('routes/approvedDone', { number }));
    done();
  };
  return (
    <FormDialog<{ note?: string }>
      title={`${t('routes/approveVersion', { number })} · ${route.name}`}
      okText={t('routes/approve')}
      form={form}
      send={send}
      close={close}
    >
      <p className="form-hint">{t('routes/approveLead')}</p>
      <Form.Item name="note" label={t('routes/approveNote')} rules={[{ max: 500 }]}>
        <Input.TextArea autoFocus rows={3} />
      </Form.Item>
    </FormDialog>
  );
}
