import { App, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Password } from '#contracts';
import { sendJson } from '../api/client.js';
import { sentenceOf } from '../api/problem.js';

/** Changes the password of the signed-in person. */
export function PasswordDialog({ close }: { close: () => void }) {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ current: string; next: string; again: string }>();
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  const change = async ({ current, next }: { current: string; next: string }) => {
    setBusy(true);
    setError(null);
    try {
      await sendJson('POST', '/api/v1/me/password', { current, next });
      void message.success(t('password/done'));
      close();
    } catch (fault) {
      setError(fault);
      setBusy(false);
    }
  };

  const required = { required: true, message: t('signIn/required') };
  return (
    <Modal
      open
      title={t('password/title')}
      okText={t('common/save')}
      cancelText={t('common/cancel')}
      confirmLoading={busy}
      onOk={() => form.submit()}
      onCancel={close}
      width={420}
    >
      <Form form={form} layout="vertical" onFinish={(values) => void change(values)} requiredMark={false}>
        <Form.Item name="current" label={t('password/current')} rules={[required]}>
          <Input.Password autoComplete="current-password" autoFocus />
        </Form.Item>
        <Form.Item
          name="next"
          label={t('password/next')}
          extra={t('password/rule')}
          rules={[
            required,
            {
              validator: (_, value: string) =>
                !value || Password.safeParse(value).success
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('password/rule'))),
            },
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item
          name="again"
          label={t('password/again')}
          dependencies={['next']}
          rules={[
            required,
            ({ getFieldValue }) => ({
              validator: (_, value: string) =>
                !value || value === getFieldValue('next')
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('password/mismatch'))),
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        {error !== null && (
          <div className="form-error" role="alert">
            {sentenceOf(error, i18n.language)}
          </div>
        )}
      </Form>
    </Modal>
  );
}
