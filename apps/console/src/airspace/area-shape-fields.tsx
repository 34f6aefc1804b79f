import { Button, Form, Input, InputNumber, Segmented } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AirspaceAreaKind } from '#contracts';
import { PlanMap } from '../map/plan-map.js';
import type { Plan } from '../map/plan-features.js';
import { cornersOf, geometryOf, type ShapeValues } from './area-shape.js';

/** A circle or a polygon, by numbers or by clicks on a map. */
export function AreaShapeFields() {
  const { t } = useTranslation();
  const form = Form.useFormInstance<{ geometry: ShapeValues; kind: AirspaceAreaKind; name?: string }>();
  const shape = Form.useWatch('geometry', form) as ShapeValues | undefined;
  const kind = Form.useWatch('kind', form) as AirspaceAreaKind | undefined;
  const required = { required: true, message: t('signIn/required') };
  const text = JSON.stringify(shape ?? null);
  const plan = useMemo<Plan>(() => planOf(JSON.parse(text) as ShapeValues | null, kind ?? 'keep_out'), [text, kind]);
  if (shape?.kind === 'file') {
    return (
      <>
        <Form.Item name={['geometry', 'kind']} hidden>
          <Input />
        </Form.Item>
        <p className="form-hint">{t('airspace/holes')}</p>
      </>
    );
  }
  const circle = (shape?.kind ?? 'circle') === 'circle';
  const corners = shape?.corners ?? '';
  const pick = ([longitude, latitude]: readonly [number, number]) => {
    const place = { longitude: rounded(longitude), latitude: rounded(latitude) };
    if (circle) return form.setFieldsValue({ geometry: place });
    const line = `${place.longitude},${place.latitude}`;
    form.setFieldsValue({ geometry: { corners: corners.trim() ? `${corners.trim()}\n${line}` : line } });
  };
  return (
    <div className="shape-fields">
      <div>
        <Form.Item name={['geometry', 'kind']} label={t('airspace/shape')}>
          <Segmented
            options={(['circle', 'polygon'] as const).map((one) => ({
              value: one,
              label: t(`airspace/shapeKind/${one}`),
            }))}
          />
        </Form.Item>
        {circle ? (
          <>
            <Form.Item name={['geometry', 'longitude']} label={t('airspace/centreLongitude')} rules={[required]}>
              <InputNumber min={-180} max={180} step={0.0001} style={{ width: '100%' }} />
            </Form.Item>
            <Form.Item name={['geometry', 'latitude']} label={t('airspace/centreLatitude')} rules={[required]}>
              <InputNumber min={-90} max={90} step={0.0001} style={{ width: '100%' }} />
            </Form.Item>
            <Form.Item name={['geometry', 'radius']} label={t('airspace/radius')} rules={[required]}>
              <InputNumber min={1} max={100_000} style={{ width: '100%' }} />
            </Form.Item>
          </>
        ) : (
          <>
            <Form.Item
              name={['geometry', 'corners']}
              label={t('airspace/corners')}
              rules={[
                {
                  validator: (_, value: string | undefined) =>
                    (cornersOf(value ?? '')?.length ?? 0) >= 3
                      ? Promise.resolve()
                      : Promise.reject(new Error(t('airspace/cornersRule'))),
                },
              ]}
            >
              <Input.TextArea rows={7} placeholder="110.28,21.61" />
            </Form.Item>
            <Button
              size="small"
              disabled={!corners.trim()}
              onClick={() =>
                form.setFieldsValue({ geometry: { corners: corners.trim().split('\n').slice(0, -1).join('\n') } })
              }
            >
              {t('airspace/undo')}
            </Button>
          </>
        )}
      </div>
      <div>
        <p className="form-hint">{circle ? t('airspace/pickCircle') : t('airspace/pickPolygon')}</p>
        <PlanMap label={t('airspace/mapLabel')} plan={plan} height={290} focus={null} pick={pick} />
      </div>
    </div>
  );
}

/** The shape as far as it is drawn: an area, or its first corners. */
function planOf(shape: ShapeValues | null, kind: AirspaceAreaKind): Plan {
  if (!shape) return {};
  const geometry = shape.kind === 'file' ? null : geometryOf(shape);
  const corners = shape.kind === 'polygon' ? (cornersOf(shape.corners ?? '') ?? []) : [];
  const points = corners.map((place, index) => ({
    key: String(index),
    name: String(index + 1),
    place,
    look: 'unseen' as const,
  }));
  return { points, areas: geometry ? [{ key: 'area', name: '', kind, geometry, chosen: true }] : [] };
}

/** To a tenth of a metre. */
function rounded(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
