import { useQuery } from '@tanstack/react-query';
import { Input, Select, Table, type TableProps } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { DeviceKind, type DeviceView } from '#contracts';
import { queries } from '../api/queries.js';
import { Age } from '../common/age-text.js';
import { Empty, Failed, Loading } from '../common/data-states.js';
import { Battery, HealthCounts } from '../common/vitals.js';
import { PageHead } from '../common/page-head.js';
import { DeviceStatus } from '../common/status-tag.js';
import { useDevices, useLiveState } from '../live/live-hooks.js';
import { livePicture } from '../live/live-picture.js';
import { STATUS_ORDER } from '../theme/status.js';
import { filterDevices, filterOf, type DeviceFilter } from './device-filter.js';

const PAGE = 50;

/** Every device in the reader's scope, live, narrowed by what the address says. */
export function DevicesPage() {
  const { t } = useTranslation();
  const devices = useDevices();
  const live = useLiveState();
  const [parameters] = useSearchParams();
  const filter = filterOf(parameters);
  const rows = filterDevices(devices, filter);
  return (
    <div className="page">
      <PageHead title={t('devices/title')}>
        <span className="faint number">{t('common/total', { total: rows.length })}</span>
        <span className="top-space" />
        <Filters filter={filter} />
      </PageHead>
      {!livePicture.loaded && live.error !== null && <Failed error={live.error} />}
      {!livePicture.loaded && live.error === null && <Loading />}
      {livePicture.loaded && rows.length === 0 && (
        <Empty>{devices.length === 0 ? t('devices/empty') : t('devices/noMatch')}</Empty>
      )}
      {rows.length > 0 && <DeviceTable rows={rows} />}
    </div>
  );
}

function Filters({ filter }: { filter: DeviceFilter }) {
  const { t } = useTranslation();
  const [, setParameters] = useSearchParams();
  const towns = useQuery(queries.towns());
  const change = (name: keyof DeviceFilter, value: string | undefined) =>
    setParameters(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        if (name === 'status') next.delete('presence');
        return next;
      },
      { replace: true },
    );
  return (
    <div className="filters">
      <Select
        aria-label={t('device/kind')}
        allowClear
        placeholder={t('device/kind')}
        value={filter.kind || undefined}
        onChange={(value: string | undefined) => change('kind', value)}
        options={DeviceKind.options.map((kind) => ({ value: kind, label: t(`kind/${kind}`) }))}
        style={{ width: 110 }}
      />
      <Select
        aria-label={t('device/presence')}
        allowClear
        placeholder={t('device/presence')}
        value={filter.status || filter.presence || undefined}
        onChange={(value: string | undefined) => change('status', value)}
        options={STATUS_ORDER.map((status) => ({ value: status, label: t(`status/${status}`) }))}
        style={{ width: 120 }}
      />
      <Select
        aria-label={t('morning/town')}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('morning/town')}
        value={filter.division || undefined}
        onChange={(value: string | undefined) => change('division', value)}
        options={(towns.data?.items ?? []).map((town) => ({ value: town.code, label: town.name }))}
        style={{ width: 130 }}
      />
      <Input
        aria-label={t('devices/search')}
        allowClear
        placeholder={t('devices/search')}
        value={filter.search}
        onChange={(event) => change('search', event.target.value)}
        style={{ width: 180 }}
      />
    </div>
  );
}

function DeviceTable({ rows }: { rows: DeviceView[] }) {
  const { t } = useTranslation();
  const columns = useMemo<TableProps<DeviceView>['columns']>(
    () => [
      { title: t('device/presence'), width: 118, render: (_, device) => <DeviceStatus device={device} /> },
      {
        title: t('device/name'),
        render: (_, device) => (
          <Link to={`/devices/${encodeURIComponent(device.sn)}`} className="strong-link">
            {device.name}
          </Link>
        ),
      },
      { title: t('device/kind'), render: (_, device) => t(`kind/${device.kind}`) },
      { title: t('device/role'), render: (_, device) => t(`role/${device.role}`) },
      { title: t('device/division'), dataIndex: 'divisionName' },
      { title: t('device/model'), render: (_, device) => device.modelName ?? device.modelKey ?? t('common/none') },
      {
        title: t('device/battery'),
        render: (_, device) => <Battery percent={device.sample?.batteryPercent ?? null} />,
      },
      { title: t('devices/health'), render: (_, device) => <HealthCounts health={device.health} /> },
      { title: t('devices/lastMessage'), width: 110, render: (_, device) => <Age at={device.lastMessageAt} /> },
      { title: t('device/sn'), render: (_, device) => <code>{device.sn}</code> },
      {
        title: '',
        render: (_, device) => (
          <span className="row-links">
            <Link to={`/map?device=${encodeURIComponent(device.sn)}`} aria-label={`${t('map/title')}: ${device.name}`}>
              {t('map/title')}
            </Link>
            {device.kind === 'dock' && (
              <Link to={`/docks/${encodeURIComponent(device.sn)}`} aria-label={`${t('dock/title')}: ${device.name}`}>
                {t('dock/title')}
              </Link>
            )}
          </span>
        ),
      },
    ],
    [t],
  );
  return (
    <Table
      size="small"
      columns={columns}
      dataSource={rows}
      rowKey="sn"
      pagination={{ pageSize: PAGE, showSizeChanger: false, hideOnSinglePage: true }}
      scroll={{ x: 'max-content' }}
    />
  );
}
