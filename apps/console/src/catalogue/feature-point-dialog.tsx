import { App, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import {
  CatalogueCode,
  FEATURE_POINT_CLASSES,
  FeaturePointClass,
  type FeaturePointView,
  Placement,
  type PicturePose,
  VillageProfile,
} from '#contracts';
import { useInLanguage } from '../common/two-languages.js';
import { DivisionSelect } from '../lists/division-select.js';
import { keeps } from './form-rules.js';
import { PosesField } from './poses-field.js';
import { VersionedDialog } from './versioned-dialog.js';

interface Values {
  code: string;
  name: string;
  class: FeaturePointClass;
  story?: string;
  divisionCode: string;
  longitude: number;
  latitude: number;
  placement: Placement;
  placementNote?: string | null;
  tags: string[];
  profile?: { kind?: VillageProfile['kind'] | null; naturalVillages?: string[]; note?: string | null };
  poses: PicturePose[];
}

/** Makes a feature point (`point` null) or changes one. */
export function FeaturePointDialog({
  point,
  close,
  done,
}: {
  point: FeaturePointView | null;
  close: () => void;
  done: (saved: FeaturePointView) => void;
}) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const kind = Form.useWatch(['profile', 'kind'], form);
  const required = { required: true, message: t('signIn/required') };
  const names: Record<string, string> = {
    name: t('catalogue/name'),
    class: t('points/class'),
    story: t('points/story'),
    divisionCode: t('catalogue/division'),
    longitude: t('points/longitude'),
    latitude: t('points/latitude'),
    placement: t('points/placementColumn'),
    placementNote: t('points/placeNote'),
    tags: t('catalogue/tags'),
    profile: t('points/profile'),
    poses: t('points/poses'),
  };

  return (
    <VersionedDialog<FeaturePointView, Values>
      title={point === null ? t('points/addTitle') : t('catalogue/editOf', { name: point.name })}
      width={820}
      path="/api/v1/feature-points"
      item={point}
      form={form}
      initialValues={{ placement: 'assumed', tags: [], poses: [] }}
      toValues={valuesOf}
      toRequest={(values) => requestOf(values, point === null)}
      nameOf={(member) => names[member] ?? member}
      close={close}
      done={(saved) => {
        void message.success(t('catalogue/saved'));
        done(saved);
      }}
    >
      <div className="form-grid">
        {point === null && (
          <Form.Item
            name="code"
            label={t('catalogue/code')}
            extra={t('catalogue/codeRule')}
            rules={[required, keeps(CatalogueCode)]}
          >
            <Input autoFocus autoComplete="off" />
          </Form.Item>
        )}
        <Form.Item name="name" label={names['name']} rules={[required, { max: 100 }]}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="class" label={names['class']} rules={[required]}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={FeaturePointClass.options.map((one) => ({
              value: one,
              label: inLanguage(FEATURE_POINT_CLASSES[one]),
            }))}
          />
        </Form.Item>
        <Form.Item name="divisionCode" label={names['divisionCode']} rules={[required]}>
          <DivisionSelect />
        </Form.Item>
        <Form.Item name="tags" label={names['tags']} tooltip={t('catalogue/tagsHint')}>
          <Select mode="tags" tokenSeparators={['、', '，', ',']} open={false} suffixIcon={null} />
        </Form.Item>
      </div>
      <div className="form-grid">
        <Form.Item name="longitude" label={names['longitude']} rules={[required]}>
          <InputNumber min={-180} max={180} step={0.0001} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="latitude" label={names['latitude']} rules={[required]}>
          <InputNumber min={-90} max={90} step={0.0001} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="placement" label={names['placement']} rules={[required]}>
          <Select options={Placement.options.map((one) => ({ value: one, label: t(`placement/${one}`) }))} />
        </Form.Item>
        <Form.Item name="placementNote" label={names['placementNote']} rules={[{ max: 200 }]}>
          <Input autoComplete="off" />
        </Form.Item>
      </div>
      <p className="form-hint">{t('points/datumHint')}</p>
      <Form.Item name="story" label={names['story']} rules={[{ max: 4000 }]}>
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} />
      </Form.Item>
      <div className="form-grid">
        <Form.Item name={['profile', 'kind']} label={names['profile']}>
          <Select
            allowClear
            placeholder={t('catalogue/none')}
            options={VillageProfile.shape.kind.options.map((one) => ({
              value: one,
              label: t(`points/profileKind/${one}`),
            }))}
          />
        </Form.Item>
        {kind && (
          <>
            <Form.Item
              name={['profile', 'naturalVillages']}
              label={t('points/naturalVillages')}
              tooltip={t('catalogue/tagsHint')}
              className="form-wide"
            >
              <Select mode="tags" tokenSeparators={['、', '，', ',']} open={false} suffixIcon={null} />
            </Form.Item>
            <Form.Item
              name={['profile', 'note']}
              label={t('points/profileNote')}
              rules={[{ max: 500 }]}
              className="form-all"
            >
              <Input autoComplete="off" />
            </Form.Item>
          </>
        )}
      </div>
      <PosesField />
    </VersionedDialog>
  );
}

function valuesOf(point: FeaturePointView): Values {
  const { code, name, class: kind, story, divisionCode, longitude, latitude, placement, placementNote } = point;
  const { tags, profile, poses } = point;
  return {
    code,
    name,
    class: kind,
    story,
    divisionCode,
    longitude,
    latitude,
    placement,
    placementNote,
    tags,
    profile: profile ?? { kind: null, naturalVillages: [], note: null },
    poses,
  };
}

/** A code never changes, so it is sent for a new point alone. */
function requestOf(values: Values, isNew: boolean): Record<string, unknown> {
  const { code, profile, story, placementNote, poses, ...rest } = values;
  return {
    ...(isNew ? { code } : {}),
    ...rest,
    story: story ?? '',
    placementNote: placementNote?.trim() || null,
    profile: profile?.kind
      ? {
          kind: profile.kind,
          naturalVillages: profile.naturalVillages ?? [],
          note: profile.note?.trim() || null,
        }
      : null,
    poses: (poses ?? []).map((pose) => ({ ...pose, note: pose.note?.trim() || null })),
  };
}
