import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DevicePanel, useKnownDevice } from '../device/device-panel.js';
import type { DeviceTab } from '../device/device-tab.js';
import { Icon } from '../common/icons.js';
import type { ShownTrack } from './trail-overlay.js';

/** The chosen device beside the map; on a phone a sheet from below that can be pulled up. */
export function MapSide({
  sn,
  tab,
  onTab,
  onTrack,
  close,
}: {
  sn: string;
  tab: DeviceTab;
  onTab: (tab: DeviceTab) => void;
  onTrack: (track: ShownTrack | null) => void;
  close: () => void;
}) {
  const { t } = useTranslation();
  const { device } = useKnownDevice(sn);
  const [tall, setTall] = useState(false);
  return (
    <aside className={tall ? 'map-side map-side-tall' : 'map-side'} aria-label={device?.name ?? sn}>
      <button
        type="button"
        className="sheet-handle"
        aria-expanded={tall}
        aria-label={device?.name ?? sn}
        onClick={() => setTall(!tall)}
      />
      <div className="map-side-head">
        <h2>{device?.name ?? sn}</h2>
        <Link
          className="quiet-button"
          to={`/devices/${encodeURIComponent(sn)}`}
          aria-label={t('device/openPage')}
          title={t('device/openPage')}
        >
          <Icon name="expand" size={16} />
        </Link>
        <button
          type="button"
          className="quiet-button"
          aria-label={t('device/closePanel')}
          title={t('common/close')}
          onClick={close}
        >
          <Icon name="close" size={18} />
        </button>
      </div>
      <DevicePanel sn={sn} tab={tab} onTab={onTab} onTrack={onTrack} />
    </aside>
  );
}
