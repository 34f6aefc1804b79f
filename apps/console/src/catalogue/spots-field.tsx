import { Button, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { SPOT_KINDS, SpotKind } from '#contracts';
import { useInLanguage } from '../common/two-languages.js';

/** The kinds of spots that a scenario can raise, each with the days its repair may take. */
export function SpotsField() {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const required = { required: true, message: t('signIn/required') };
  return (
    <fieldset className="form-list">
      <legend>{t('scenarios/spots')}</legend>
      <Form.List name="spots">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <div key={key} className="spot-row">
                <Form.Item name={[name, 'kind']} label={t('scenarios/spotKind')} rules={[required]}>
                  <Select
                    options={SpotKind.options.map((kind) => ({ value: kind, label: inLanguage(SPOT_KINDS[kind]) }))}
                  />
                </Form.Item>
                <Form.Item name={[name, 'class']} label={t('scenarios/spotClass')} rules={[required, { max: 50 }]}>
                  <Input autoComplete="off" />
                </Form.Item>
                <Form.Item name={[name, 'deadlineDays']} label={t('scenarios/deadline')} rules={[required]}>
                  <InputNumber min={1} max={365} precision={0} suffix={t('scenarios/unit/day')} />
                </Form.Item>
                <Button
                  size="small"
                  danger
                  aria-label={t('scenarios/spotRemove', { name: name + 1 })}
                  onClick={() => remove(name)}
                >
                  ✕
                </Button>
              </div>
            ))}
            <Button size="small" onClick={() => add({ kind: 'missed', deadlineDays: 7 })}>
              {t('scenarios/spotAdd')}
            </Button>
          </>
        )}
      </Form.List>
    </fieldset>
  );
}
