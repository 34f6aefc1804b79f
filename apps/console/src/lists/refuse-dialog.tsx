import { App, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { UnknownDeviceView } from '#contracts';
import { sendJson } from '../api/client.js';
import { FormDialog } from './form-dialog.js';

/** Refuses an unknown serial number, with a reason that stays in the event log. */
export function RefuseDialog({
  device,
  close,
  done,
}: {
  device: UnknownDeviceView;
  close: () => void;
  done: () => void;
}) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ reason: string }>();
  const send = async (values: { reason: string }) => {
    await sendJson('POST', `/api/v1/unknown-devices/${encodeURIComponent(device.sn)}/refuse`, values);
    void message.success(t('unknown/refused', { sn: device.sn }));
    done();
  };
  return (
    <FormDialog<{ reason: string }>
      title={t('unknown/refuseTitle', { sn: device.sn })}
      okText={t('unknown/refuse')}
      danger
      form={form}
      send={send}
      close={close}
    >
      <Form.Item
        name="reason"
        label={t('unknown/reason')}
        rules={[{ required: true, message: t('signIn/required') }, { max: 200 }]}
      >
        <Input.TextArea autoFocus rows={3} />
      </Form.Item>
    </FormDialog>
  );
}
