import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { PageHead } from '../common/page-head.js';
import { DeviceStatus } from '../common/status-tag.js';
import { DevicePanel, useKnownDevice } from './device-panel.js';
import { tabOf, type DeviceTab } from './device-tab.js';

/** A device on a page of its own, by its serial number. */
export function DevicePage() {
  const { t } = useTranslation();
  const { sn = '' } = useParams();
  const [parameters, setParameters] = useSearchParams();
  const { device } = useKnownDevice(sn);
  const change = (tab: DeviceTab) => setParameters(tab === 'overview' ? {} : { tab }, { replace: true });
  return (
    <div className="page page-device">
      <PageHead title={device?.name ?? sn}>
        {device && <DeviceStatus device={device} />}
        <span className="top-space" />
        <Link to="/devices">{t('device/back')}</Link>
        <Link to={`/map?device=${encodeURIComponent(sn)}`}>{t('device/onMap')}</Link>
      </PageHead>
      <DevicePanel sn={sn} tab={tabOf(parameters.get('tab'))} onTab={change} />
    </div>
  );
}
