import { App, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { DeviceKind, type AdoptDevice, type UnknownDeviceView } from '#contracts';
import { sendJson } from '../api/client.js';
import { DivisionSelect } from './division-select.js';
import { FormDialog } from './form-dialog.js';

/** Registers an unknown serial number under a name and a division. */
export function AdoptDialog({
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
  const [form] = Form.useForm<AdoptDevice>();
  const required = { required: true, message: t('signIn/required') };
  const send = async (values: AdoptDevice) => {
    await sendJson('POST', `/api/v1/unknown-devices/${encodeURIComponent(device.sn)}/adopt`, values);
    void message.success(t('unknown/adopted', { name: values.name }));
    done();
  };
  return (
    <FormDialog<AdoptDevice>
      title={t('unknown/adoptTitle', { sn: device.sn })}
      okText={t('unknown/adopt')}
      form={form}
      initialValues={{ kind: device.kind, divisionCode: device.proposedDivisionCode ?? undefined }}
      send={send}
      close={close}
    >
      <Form.Item name="name" label={t('unknown/name')} rules={[required, { max: 100 }]}>
        <Input autoFocus />
      </Form.Item>
      <Form.Item
        name="divisionCode"
        label={t('unknown/division')}
        rules={[required]}
        extra={device.proposedDivisionCode ? t('unknown/proposed') : undefined}
      >
        <DivisionSelect />
      </Form.Item>
      <Form.Item name="kind" label={t('unknown/kind')}>
        <Select options={DeviceKind.options.map((kind) => ({ value: kind, label: t(`kind/${kind}`) }))} />
      </Form.Item>
    </FormDialog>
  );
}
