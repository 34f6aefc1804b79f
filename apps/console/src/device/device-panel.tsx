import { Tabs } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import type { DeviceView } from '#contracts';
import { queries } from '../api/queries.js';
import { Failed, Loading } from '../common/data-states.js';
import { PartBoundary } from '../common/part-boundary.js';
import { useDevice } from '../live/live-hooks.js';
import type { ShownTrack } from '../map/trail-overlay.js';
import type { DeviceTab } from './device-tab.js';
import { HealthTab } from './health-tab.js';
import { OverviewTab } from './overview-tab.js';
import { PropertiesTab } from './properties-tab.js';
import { TrackTab } from './track-tab.js';
import './device.css';

/** Everything about one device in four tabs; beside the map and on the device's own page. */
export function DevicePanel({
  sn,
  tab,
  onTab,
  onTrack,
}: {
  sn: string;
  tab: DeviceTab;
  onTab: (tab: DeviceTab) => void;
  /** Told which part of the recorded track to draw; absent where there is no map. */
  onTrack?: (track: ShownTrack | null) => void;
}) {
  const { t } = useTranslation();
  const found = useKnownDevice(sn);
  if (found.device === undefined) return found.error === null ? <Loading /> : <Failed error={found.error} />;
  const device = found.device;
  const active = device.health.warning + device.health.reminder + device.health.notice;
  const part = (name: DeviceTab, content: ReactNode) => ({
    key: name,
    label: name === 'health' && active > 0 ? `${t('device/health')} (${active})` : t(`device/${name}`),
    children: <PartBoundary key={sn}>{content}</PartBoundary>,
  });
  return (
    <Tabs
      className="device-tabs"
      size="small"
      activeKey={tab}
      onChange={(key) => onTab(key as DeviceTab)}
      destroyOnHidden
      items={[
        part('overview', <OverviewTab device={device} />),
        part('health', <HealthTab sn={sn} />),
        part('track', <TrackTab device={device} onTrack={onTrack} />),
        part('properties', <PropertiesTab device={device} />),
      ]}
    />
  );
}

/** The device from the live picture; from REST while the picture is not there, or when it does not hold it. */
export function useKnownDevice(sn: string): { device: DeviceView | undefined; error: unknown } {
  const live = useDevice(sn);
  const query = useQuery({ ...queries.device(sn), enabled: live === undefined });
  return { device: live ?? query.data, error: live ? null : query.error };
}
