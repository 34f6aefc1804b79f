import { useQuery } from '@tanstack/react-query';
import { App, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CatalogueCode, NewRoute, type Page, RouteRole, type RouteView } from '#contracts';
import { catalogue } from '../api/catalogue-queries.js';
import { getJson } from '../api/client.js';
import { keeps } from '../catalogue/form-rules.js';
import { VersionedDialog } from '../catalogue/versioned-dialog.js';
import { FileDrop } from '../common/file-drop.js';
import { DivisionSelect } from '../lists/division-select.js';
import { useDevices } from '../live/live-hooks.js';
import { saveFile } from './save-file.js';

interface Values {
  code: string;
  name: string;
  role: RouteRole;
  partnerCode?: string | null;
  homeDockSn?: string | null;
  divisionCode?: string;
  featurePoints?: string[];
  scenarios?: string[];
  tags?: string[];
}

/** Makes a route (`route` null), with its first file when one is at hand, or changes the entry of one. */
export function RouteDialog({
  route,
  close,
  done,
}: {
  route: RouteView | null;
  close: () => void;
  done: (saved: RouteView) => void;
}) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const dock = Form.useWatch('homeDockSn', form) as string | null | undefined;
  const [file, setFile] = useState<File | null>(null);
  const points = useQuery(catalogue.pointNames());
  const scenarios = useQuery(catalogue.scenarioNames());
  const docks = useDevices().filter((device) => device.kind === 'dock');
  const routes = useQuery({
    queryKey: ['route-names'],
    queryFn: () => getJson<Page<RouteView>>('/api/v1/routes', { limit: 1000 }),
    staleTime: 60_000,
  });
  const required = { required: true, message: t('signIn/required') };
  const names: Record<string, string> = {
    name: t('catalogue/name'),
    role: t('routes/roleColumn'),
    partnerCode: t('routes/partner'),
    homeDockSn: t('routes/dock'),
    divisionCode: t('routes/division'),
    featurePoints: t('routes/points'),
    scenarios: t('routes/scenarios'),
    tags: t('catalogue/tags'),
  };
  const finish = async (saved: RouteView) => {
    if (file === null) {
      void message.success(t('catalogue/saved'));
      return done(saved);
    }
    const version = await saveFile(saved.id, file, { note: '' });
    const { number, report } = version;
    if (report.errors === 0) void message.success(t('routes/savedVersion', { number }));
    else void message.warning(t('routes/savedDraft', { number, count: report.errors }), 8);
    done(saved);
  };

  return (
    <VersionedDialog<RouteView, Values>
      title={route === null ? t('routes/addTitle') : t('catalogue/editOf', { name: route.name })}
      width={760}
      path="/api/v1/routes"
      item={route}
      form={form}
      initialValues={{ role: 'main', tags: [], featurePoints: [], scenarios: [] }}
      toValues={valuesOf}
      toRequest={(values) => requestOf(values, route === null)}
      nameOf={(member) => names[member] ?? member}
      close={close}
      done={finish}
    >
      <div className="form-grid">
        {route === null && (
          <Form.Item
            name="code"
            label={t('catalogue/code')}
            extra={t('catalogue/codeRule')}
            rules={[required, keeps(CatalogueCode)]}
          >
            <Input autoFocus autoComplete="off" />
          </Form.Item>
        )}
        <Form.Item
          name="name"
          label={names['name']}
          extra={t('routes/nameRule')}
          rules={[required, keeps(NewRoute.shape.name)]}
        >
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="role" label={names['role']} rules={[required]}>
          <Select options={RouteRole.options.map((role) => ({ value: role, label: t(`routes/role/${role}`) }))} />
        </Form.Item>
        <Form.Item name="partnerCode" label={names['partnerCode']}>
          <Select
            allowClear
            placeholder={t('catalogue/none')}
            showSearch={{ optionFilterProp: 'label' }}
            options={(routes.data?.items ?? [])
              .filter((one) => one.id !== route?.id)
              .map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))}
          />
        </Form.Item>
        <Form.Item name="homeDockSn" label={names['homeDockSn']}>
          <Select
            allowClear
            placeholder={t('routes/noDock')}
            showSearch={{ optionFilterProp: 'label' }}
            options={docks.map((dock) => ({ value: dock.sn, label: dock.name }))}
          />
        </Form.Item>
        <Form.Item
          name="divisionCode"
          label={names['divisionCode']}
          extra={route === null ? t('routes/divisionHint') : undefined}
          rules={dock ? [] : [required]}
        >
          <DivisionSelect withCounty={route !== null} />
        </Form.Item>
      </div>
      <Form.Item name="featurePoints" label={names['featurePoints']}>
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          maxTagCount={8}
          options={(points.data?.items ?? []).map(({ code, name, townName }) => ({
            value: code,
            label: `${name} · ${townName}`,
          }))}
        />
      </Form.Item>
      <Form.Item name="scenarios" label={names['scenarios']}>
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          maxTagCount={8}
          options={(scenarios.data?.items ?? []).map(({ code, name }) => ({ value: code, label: name }))}
        />
      </Form.Item>
      <Form.Item name="tags" label={names['tags']} tooltip={t('catalogue/tagsHint')}>
        <Select mode="tags" tokenSeparators={['、', '，', ',']} open={false} suffixIcon={null} />
      </Form.Item>
      {route === null && (
        <>
          <span className="field-label">{t('routes/file')}</span>
          <FileDrop
            label={file?.name ?? t('routes/uploadDrop')}
            hint={file ? t('routes/uploadHint') : t('routes/fileLater')}
            accept=".kmz,.wpml,.kml,.json,.geojson,.gpx,.plan"
            take={([chosen]) => setFile(chosen ?? null)}
          />
        </>
      )}
    </VersionedDialog>
  );
}

function valuesOf(route: RouteView): Values {
  return {
    code: route.code,
    name: route.name,
    role: route.role,
    partnerCode: route.partner?.code ?? null,
    homeDockSn: route.homeDock?.sn ?? null,
    divisionCode: route.divisionCode,
    featurePoints: route.featurePoints.map(({ code }) => code),
    scenarios: route.scenarios.map(({ code }) => code),
    tags: route.tags,
  };
}

/** A code never changes, so it is sent for a new route alone. */
function requestOf(values: Values, isNew: boolean): Record<string, unknown> {
  const { code, partnerCode, homeDockSn, divisionCode, featurePoints, scenarios, tags, ...rest } = values;
  return {
    ...(isNew ? { code } : {}),
    ...rest,
    partnerCode: partnerCode ?? null,
    homeDockSn: homeDockSn ?? null,
    ...(divisionCode ? { divisionCode } : {}),
    featurePoints: featurePoints ?? [],
    scenarios: scenarios ?? [],
    tags: tags ?? [],
  };
}
