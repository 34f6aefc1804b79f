import { Form, Modal, type FormInstance } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { sentenceOf } from '../api/problem.js';

/** A long form scrolls inside its dialog, so that the buttons stay in sight. */
const LONG_FORM = {
  style: { top: 40 },
  styles: { body: { maxHeight: 'calc(100vh - 190px)', overflowY: 'auto', paddingRight: 8, marginRight: -8 } },
} as const;

/** A form in a dialog: sends once, stays open with the server's sentence when it is refused. */
export function FormDialog<Values extends object>({
  title,
  okText,
  danger = false,
  width = 460,
  form,
  initialValues,
  send,
  close,
  explain,
  children,
}: {
  title: string;
  okText?: string;
  danger?: boolean;
  /** CSS pixels. */
  width?: number;
  form: FormInstance<Values>;
  initialValues?: Partial<Values>;
  /** The dialog closes when it resolves, unless it resolves to `stay`: the caller shows something in its place. */
  send: (values: Values) => Promise<void | 'stay'>;
  close: () => void;
  /** More about a refusal, and what can be done about it; `clear` takes the sentence away. */
  explain?: (error: unknown, clear: () => void) => ReactNode;
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
      width={width}
      {...(width > 460 ? LONG_FORM : {})}
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
            {explain?.(error, () => setError(null))}
          </div>
        )}
      </Form>
    </Modal>
  );
}
