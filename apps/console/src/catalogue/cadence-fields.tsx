import { Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';

/** A cadence as a form holds it; without `every` it is on request. */
export interface CadenceValues {
  every?: number | null;
  unit?: 'day' | 'week';
  /** Times of day such as 08:30; both or neither. */
  from?: string | null;
  to?: string | null;
}

/** Typed: a browser's own field for times follows the computer's language, not the page's. */
const CLOCK = { pattern: /^([01]\d|2[0-3]):[0-5]\d$/, message: '08:30' };

/** How often, and in which hours. */
export function CadenceFields() {
  const { t } = useTranslation();
  const pair = (other: 'from' | 'to') => [
    ({ getFieldValue }: { getFieldValue: (name: string[]) => unknown }) => ({
      validator: (_: unknown, value: unknown) =>
        Boolean(value) === Boolean(getFieldValue(['cadence', other]))
          ? Promise.resolve()
          : Promise.reject(new Error(t('scenarios/windowPair'))),
    }),
  ];
  return (
    <div className="form-grid form-grid-narrow">
      <Form.Item name={['cadence', 'every']} label={t('scenarios/cadence')}>
        <InputNumber min={1} max={366} precision={0} placeholder={t('scenarios/onRequest')} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name={['cadence', 'unit']} label={t('scenarios/cadenceUnit')} initialValue="week">
        <Select
          options={(['day', 'week'] as const).map((unit) => ({ value: unit, label: t(`scenarios/unit/${unit}`) }))}
        />
      </Form.Item>
      <Form.Item
        name={['cadence', 'from']}
        label={t('scenarios/windowFrom')}
        dependencies={[['cadence', 'to']]}
        rules={[...pair('to'), CLOCK]}
      >
        <Input placeholder="08:30" autoComplete="off" allowClear />
      </Form.Item>
      <Form.Item
        name={['cadence', 'to']}
        label={t('scenarios/windowTo')}
        dependencies={[['cadence', 'from']]}
        rules={[...pair('from'), CLOCK]}
      >
        <Input placeholder="08:30" autoComplete="off" allowClear />
      </Form.Item>
    </div>
  );
}
