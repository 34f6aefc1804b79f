import { Button, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { HeightDatum } from '#contracts';

/** The poses of a point in its form: where a camera stands, and where it looks. */
export function PosesField() {
  const { t } = useTranslation();
  const required = { required: true, message: t('signIn/required') };
  return (
    <fieldset className="form-list">
      <legend>{t('points/poses')}</legend>
      <Form.List name="poses">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <div key={key} className="pose-row">
                <Form.Item name={[name, 'name']} label={t('points/poseName')} rules={[required, { max: 100 }]}>
                  <Input autoComplete="off" />
                </Form.Item>
                <Form.Item name={[name, 'longitude']} label={t('points/longitude')} rules={[required]}>
                  <InputNumber min={-180} max={180} step={0.0001} />
                </Form.Item>
                <Form.Item name={[name, 'latitude']} label={t('points/latitude')} rules={[required]}>
                  <InputNumber min={-90} max={90} step={0.0001} />
                </Form.Item>
                <Form.Item name={[name, 'height']} label={t('points/height')} rules={[required]}>
                  <InputNumber min={-500} max={9000} suffix="m" />
                </Form.Item>
                <Form.Item name={[name, 'heightDatum']} label={t('points/heightDatum')} rules={[required]}>
                  <Select
                    options={HeightDatum.options.map((one) => ({ value: one, label: t(`points/datum/${one}`) }))}
                  />
                </Form.Item>
                <Form.Item name={[name, 'gimbalPitch']} label={t('points/pitch')} rules={[required]}>
                  <InputNumber min={-120} max={60} suffix="°" />
                </Form.Item>
                <Form.Item name={[name, 'gimbalYaw']} label={t('points/yaw')} rules={[required]}>
                  <InputNumber min={0} max={359.9} suffix="°" />
                </Form.Item>
                <Form.Item name={[name, 'zoom']} label={t('points/zoom')} rules={[required]}>
                  <InputNumber min={1} max={200} suffix="×" />
                </Form.Item>
                <Form.Item name={[name, 'note']} label={t('points/note')} rules={[{ max: 200 }]} className="pose-note">
                  <Input autoComplete="off" />
                </Form.Item>
                <Button
                  size="small"
                  danger
                  className="pose-remove"
                  aria-label={t('points/poseRemove', { name: name + 1 })}
                  onClick={() => remove(name)}
                >
                  ✕
                </Button>
              </div>
            ))}
            <Button
              size="small"
              onClick={() => add({ heightDatum: 'ground', gimbalPitch: -30, gimbalYaw: 0, zoom: 1, height: 80 })}
            >
              {t('points/poseAdd')}
            </Button>
          </>
        )}
      </Form.List>
    </fieldset>
  );
}
