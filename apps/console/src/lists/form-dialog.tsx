import { Form, Modal, type FormInstance } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { sentenceOf } from '../api/problem.js';

/** A form in a dialog: sends once, stays open with the server's sentence when it is refused. */
export function FormDialog<Values extends object>({
  title,
  okText,
  danger = false,
  form,
  initialValues,
  send,
  close,
  children,
}: {
  title: string;
  okText?: string;
  danger?: boolean;
  form: FormInstance<Values>;
  initialValues?: Partial<Values>;
  /** The dialog closes when it resolves, unless it resolves to `stay`: the caller shows something in its place. */
  send: (values: Values) => Promise<void | 'stay'>;
  close: () => void;
  children: ReactNode;
}) {
  const { t, i18n } = useTranslation();
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const finish = async (values: Values) => {
    setBusy(true);
    setError(null);
    try {
      if ((await send(values)) !== 'stay') close();
    } catch (fault) {
      setError(fault);
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={title}
      width={460}
      okText={okText ?? t('common/save')}
      okButtonProps={{ danger }}
      cancelText={t('common/cancel')}
      confirmLoading={busy}
      onOk={() => form.submit()}
      onCancel={close}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initialValues}
        onFinish={(values) => void finish(values)}
      >
        {children}
        {error !== null && (
          <div className="form-error" role="alert">
            {sentenceOf(error, i18n.language)}
          </div>
        )}
      </Form>
    </Modal>
  );
}
