import { useQuery } from '@tanstack/react-query';
import { App, Checkbox, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { CatalogueCode, SCENARIO_OUTPUTS, ScenarioOutput, type ScenarioSpot, type ScenarioView } from '#contracts';
import { catalogue } from '../api/catalogue-queries.js';
import { useInLanguage } from '../common/two-languages.js';
import { DivisionSelect } from '../lists/division-select.js';
import { CadenceFields, type CadenceValues } from './cadence-fields.js';
import { DivisionsSelect } from './divisions-select.js';
import { keeps } from './form-rules.js';
import { SpotsField } from './spots-field.js';
import { VersionedDialog } from './versioned-dialog.js';

interface Values {
  code: string;
  name: string;
  purpose?: string;
  divisionCode: string;
  ownerUnit: string;
  ownerPerson?: string | null;
  /** One item a line. */
  checklist?: string;
  spots?: ScenarioSpot[];
  cadence?: CadenceValues;
  outputs?: ScenarioOutput[];
  targets?: { featurePoints?: string[]; divisions?: string[] };
  tags?: string[];
}

/** Makes a scenario (`scenario` null) or changes one. */
export function ScenarioDialog({
  scenario,
  close,
  done,
}: {
  scenario: ScenarioView | null;
  close: () => void;
  done: (saved: ScenarioView) => void;
}) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const points = useQuery(catalogue.pointNames());
  const required = { required: true, message: t('signIn/required') };
  const names: Record<string, string> = {
    name: t('catalogue/name'),
    purpose: t('scenarios/purpose'),
    divisionCode: t('catalogue/division'),
    ownerUnit: t('scenarios/owner'),
    ownerPerson: t('scenarios/ownerPerson'),
    checklist: t('scenarios/checklist'),
    spots: t('scenarios/spots'),
    cadence: t('scenarios/cadence'),
    outputs: t('scenarios/outputs'),
    targets: t('scenarios/targets'),
    tags: t('catalogue/tags'),
  };
  return (
    <VersionedDialog<ScenarioView, Values>
      title={scenario === null ? t('scenarios/addTitle') : t('catalogue/editOf', { name: scenario.name })}
      width={820}
      path="/api/v1/scenarios"
      item={scenario}
      form={form}
      initialValues={{ outputs: ['pictures'] }}
      toValues={valuesOf}
      toRequest={(values) => requestOf(values, scenario === null)}
      nameOf={(member) => names[member] ?? member}
      close={close}
      done={(saved) => {
        void message.success(t('catalogue/saved'));
        done(saved);
      }}
    >
      <div className="form-grid">
        {scenario === null && (
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
        <Form.Item name="divisionCode" label={names['divisionCode']} rules={[required]}>
          <DivisionSelect withCounty />
        </Form.Item>
        <Form.Item name="ownerUnit" label={names['ownerUnit']} rules={[required, { max: 100 }]}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="ownerPerson" label={names['ownerPerson']} rules={[{ max: 50 }]}>
          <Input autoComplete="off" />
        </Form.Item>
      </div>
      <Form.Item name="purpose" label={names['purpose']} rules={[{ max: 4000 }]}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} />
      </Form.Item>
      <Form.Item name="checklist" label={names['checklist']} extra={t('scenarios/checklistHint')}>
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} />
      </Form.Item>
      <CadenceFields />
      <Form.Item name="outputs" label={names['outputs']}>
        <Checkbox.Group
          options={ScenarioOutput.options.map((one) => ({ value: one, label: inLanguage(SCENARIO_OUTPUTS[one]) }))}
        />
      </Form.Item>
      <SpotsField />
      <div className="form-grid">
        <Form.Item name={['targets', 'featurePoints']} label={t('scenarios/targetPoints')}>
          <Select
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            maxTagCount={6}
            loading={points.isPending}
            options={(points.data?.items ?? []).map(({ code, name, townName }) => ({
              value: code,
              label: `${name} · ${townName}`,
            }))}
          />
        </Form.Item>
        <Form.Item name={['targets', 'divisions']} label={t('scenarios/targetDivisions')}>
          <DivisionsSelect known={scenario?.targets.divisions ?? []} />
        </Form.Item>
      </div>
      <Form.Item name="tags" label={names['tags']} tooltip={t('catalogue/tagsHint')}>
        <Select mode="tags" tokenSeparators={['、', '，', ',']} open={false} suffixIcon={null} />
      </Form.Item>
    </VersionedDialog>
  );
}

function valuesOf(scenario: ScenarioView): Values {
  const { code, name, purpose, divisionCode, ownerUnit, ownerPerson, checklist, spots, cadence } = scenario;
  return {
    code,
    name,
    purpose,
    divisionCode,
    ownerUnit,
    ownerPerson,
    checklist: checklist.join('\n'),
    spots,
    cadence: {
      every: cadence?.every ?? null,
      unit: cadence?.unit ?? 'week',
      from: cadence?.window?.from ?? null,
      to: cadence?.window?.to ?? null,
    },
    outputs: scenario.outputs,
    targets: {
      featurePoints: scenario.targets.featurePoints.map((point) => point.code),
      divisions: scenario.targets.divisions.map((division) => division.code),
    },
    tags: scenario.tags,
  };
}

/** A code never changes, so it is sent for a new scenario alone. */
function requestOf(values: Values, isNew: boolean): Record<string, unknown> {
  const { code, purpose, ownerPerson, checklist, spots, cadence, outputs, targets, tags, ...rest } = values;
  const lines = (checklist ?? '').split('\n').map((line) => line.trim());
  return {
    ...(isNew ? { code } : {}),
    ...rest,
    purpose: purpose ?? '',
    ownerPerson: ownerPerson?.trim() || null,
    checklist: lines.filter(Boolean),
    spots: spots ?? [],
    cadence: cadence?.every
      ? {
          every: cadence.every,
          unit: cadence.unit ?? 'week',
          window: cadence.from && cadence.to ? { from: cadence.from, to: cadence.to } : null,
        }
      : null,
    outputs: outputs ?? [],
    targets: { featurePoints: targets?.featurePoints ?? [], divisions: targets?.divisions ?? [] },
    tags: tags ?? [],
  };
}
