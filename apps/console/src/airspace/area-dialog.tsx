import { App, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { AirspaceAreaKind, type AirspaceAreaView } from '#contracts';
import { VersionedDialog } from '../catalogue/versioned-dialog.js';
import { AreaShapeFields } from './area-shape-fields.js';
import { geometryOf, shapeOf, type ShapeValues } from './area-shape.js';

interface Values {
  name: string;
  kind: AirspaceAreaKind;
  geometry: ShapeValues;
  floorMetres?: number | null;
  ceilingMetres?: number | null;
  /** As the browser's field for local times has it: `2026-11-24T08:30`. */
  validFrom?: string | null;
  validTo?: string | null;
  reason?: string;
}

/** Makes an airspace area (`area` null) or changes one. */
export function AreaDialog({
  area,
  close,
  done,
}: {
  area: AirspaceAreaView | null;
  close: () => void;
  done: () => void;
}) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const required = { required: true, message: t('signIn/required') };
  const names: Record<string, string> = {
    name: t('airspace/name'),
    kind: t('airspace/kindColumn'),
    geometry: t('airspace/shape'),
    floorMetres: t('airspace/floor'),
    ceilingMetres: t('airspace/ceiling'),
    validFrom: t('airspace/validFrom'),
    validTo: t('airspace/validTo'),
    reason: t('airspace/reason'),
  };
  return (
    <VersionedDialog<AirspaceAreaView, Values>
      title={area === null ? t('airspace/addTitle') : t('catalogue/editOf', { name: area.name })}
      width={860}
      path="/api/v1/airspace-areas"
      item={area}
      form={form}
      initialValues={{ kind: 'keep_out', floorMetres: 0, geometry: { kind: 'circle', radius: 500 } }}
      toValues={valuesOf}
      toRequest={(values) => requestOf(values)}
      nameOf={(member) => names[member] ?? member}
      close={close}
      done={() => {
        void message.success(t('catalogue/saved'));
        done();
      }}
    >
      <div className="form-grid">
        <Form.Item name="name" label={names['name']} rules={[required, { max: 100 }]}>
          <Input autoFocus autoComplete="off" />
        </Form.Item>
        <Form.Item name="kind" label={names['kind']} rules={[required]}>
          <Select
            options={AirspaceAreaKind.options.map((kind) => ({ value: kind, label: t(`airspace/kind/${kind}`) }))}
          />
        </Form.Item>
        <Form.Item name="floorMetres" label={names['floorMetres']} rules={[required]}>
          <InputNumber min={0} max={20_000} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="ceilingMetres" label={names['ceilingMetres']} tooltip={t('airspace/noCeiling')}>
          <InputNumber min={0} max={20_000} style={{ width: '100%' }} />
        </Form.Item>
      </div>
      <AreaShapeFields />
      <div className="form-grid">
        <Form.Item name="validFrom" label={names['validFrom']} tooltip={t('airspace/noLimit')}>
          <Input type="datetime-local" />
        </Form.Item>
        <Form.Item name="validTo" label={names['validTo']} tooltip={t('airspace/noLimit')}>
          <Input type="datetime-local" />
        </Form.Item>
      </div>
      <Form.Item name="reason" label={names['reason']} rules={[{ max: 500 }]}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} />
      </Form.Item>
    </VersionedDialog>
  );
}

function valuesOf(area: AirspaceAreaView): Values {
  const { name, kind, geometry, floorMetres, ceilingMetres, validFrom, validTo, reason } = area;
  return {
    name,
    kind,
    geometry: shapeOf(geometry),
    floorMetres,
    ceilingMetres,
    validFrom: localText(validFrom),
    validTo: localText(validTo),
    reason,
  };
}

function requestOf(values: Values): Record<string, unknown> {
  const { geometry, ceilingMetres, validFrom, validTo, reason, ...rest } = values;
  return {
    ...rest,
    // A shape that the form cannot show is left out, and so stays as it is.
    ...(geometry.kind === 'file' ? {} : { geometry: geometryOf(geometry) }),
    ceilingMetres: ceilingMetres ?? null,
    validFrom: validFrom ? new Date(validFrom).toISOString() : null,
    validTo: validTo ? new Date(validTo).toISOString() : null,
    reason: reason ?? '',
  };
}

/** An instant as the browser's field for local times takes it, to the minute. */
function localText(at: string | null): string | null {
  if (at === null) return null;
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
