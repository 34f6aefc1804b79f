import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DeviceView } from '#contracts';
import { queries } from '../api/queries.js';
import { Age, Clock } from '../common/age-text.js';
import { DeviceStatus } from '../common/status-tag.js';
import { Battery } from '../common/vitals.js';
import { useDevices } from '../live/live-hooks.js';
import { AIRCRAFT_MODES } from './property-words.aircraft.js';
import { DOCK_MODES } from './property-words.dock.js';

/** Vital signs, where it is, what it belongs to. A value that nobody sent is a dash. */
export function OverviewTab({ device }: { device: DeviceView }) {
  const { t } = useTranslation();
  return (
    <div className="overview">
      <p className="overview-state">
        <DeviceStatus device={device} />
        <span>
          {t(`reason/${device.presenceReason}`)}
          {device.presenceSince && (
            <span className="faint">
              {' · '}
              {t('device/since')} <Clock at={device.presenceSince} />
            </span>
          )}
        </span>
        <span className="overview-age">
          {t('device/lastMessage')} <Age at={device.lastMessageAt} />
        </span>
      </p>
      {device.kind === 'dock' && (
        <p>
          <Link to={`/docks/${encodeURIComponent(device.sn)}`}>{t('dock/openPage')}</Link>
        </p>
      )}
      <Vitals device={device} />
      <Belongings device={device} />
      {device.demonstration && <p className="faint">{t('device/demonstration')}</p>}
    </div>
  );
}

function Vitals({ device }: { device: DeviceView }) {
  const { t } = useTranslation();
  const { sample } = device;
  if (!sample) return <p className="faint">{t('device/noSample')}</p>;
  const flies = device.kind === 'aircraft';
  return (
    <>
      <div className="vitals">
        <Vital name={t('device/battery')} show={flies || sample.batteryPercent !== null}>
          <Battery percent={sample.batteryPercent} />
        </Vital>
        <Vital name={t('device/speed')} show={flies}>
          <Measure value={sample.speed} unit="m/s" digits={1} />
        </Vital>
        <Vital name={t('device/heightAboveTakeoff')} show={flies}>
          <Measure value={sample.heightAboveTakeoff} unit="m" digits={1} />
        </Vital>
        <Vital name={t('device/heightEllipsoid')} show>
          <Measure value={sample.heightEllipsoid} unit="m" digits={1} />
        </Vital>
        <Vital name={t('device/verticalSpeed')} show={flies}>
          <Measure value={sample.verticalSpeed} unit="m/s" digits={1} />
        </Vital>
        <Vital name={t('device/heading')} show={flies || sample.heading !== null}>
          <Measure value={sample.heading} unit="°" digits={0} />
        </Vital>
      </div>
      <dl className="facts">
        <dt>{t('device/mode')}</dt>
        <dd>
          <Mode device={device} />
        </dd>
        <dt>{t('device/position')}</dt>
        <dd className="number">
          {sample.latitude === null || sample.longitude === null
            ? t('common/noValue')
            : `${sample.latitude.toFixed(6)}°N ${sample.longitude.toFixed(6)}°E · WGS84`}
        </dd>
        <dt>{t('device/deviceTime')}</dt>
        <dd>
          <Clock at={sample.deviceTime} /> <ClockOffset sn={device.sn} />
        </dd>
      </dl>
    </>
  );
}

function Belongings({ device }: { device: DeviceView }) {
  const { t } = useTranslation();
  const devices = useDevices();
  const parent = device.parentSn === null ? undefined : devices.find((one) => one.sn === device.parentSn);
  const children = devices.filter((one) => one.parentSn === device.sn);
  return (
    <dl className="facts">
      <dt>{t('device/sn')}</dt>
      <dd>
        <code>{device.sn}</code>
      </dd>
      <dt>{t('device/kind')}</dt>
      <dd>
        {t(`role/${device.role}`)}
        {t(`kind/${device.kind}`)}
      </dd>
      <dt>{t('device/model')}</dt>
      <dd>{device.modelName ?? device.modelKey ?? t('common/none')}</dd>
      <dt>{t('device/division')}</dt>
      <dd>{device.divisionName}</dd>
      {device.parentSn && (
        <>
          <dt>{t('device/parent')}</dt>
          <dd>
            <DeviceLink sn={device.parentSn} name={parent?.name} />
          </dd>
        </>
      )}
      {children.length > 0 && (
        <>
          <dt>{t('device/children')}</dt>
          <dd>
            {children.map((child) => (
              <DeviceLink key={child.sn} sn={child.sn} name={child.name} />
            ))}
          </dd>
        </>
      )}
      {device.latitude !== null && device.longitude !== null && (
        <>
          <dt>{t('device/registered')}</dt>
          <dd className="number">
            {device.latitude.toFixed(5)}°N {device.longitude.toFixed(5)}°E{' '}
            <span className={device.placement === 'assumed' ? 'tag-estimated' : 'faint'}>
              {t(`placement/${device.placement}`)}
            </span>
          </dd>
        </>
      )}
      {device.pilotName && (
        <>
          <dt>{t('device/pilot')}</dt>
          <dd>{device.pilotName}</dd>
        </>
      )}
      {device.guestUntil && (
        <>
          <dt>{t('device/guestUntil')}</dt>
          <dd>
            <Clock at={device.guestUntil} />
          </dd>
        </>
      )}
    </dl>
  );
}

function DeviceLink({ sn, name }: { sn: string; name?: string }) {
  return (
    <Link className="device-link" to={`/devices/${encodeURIComponent(sn)}`}>
      {name ?? <code>{sn}</code>}
    </Link>
  );
}

function Mode({ device }: { device: DeviceView }) {
  const { t, i18n } = useTranslation();
  const code = device.sample?.modeCode ?? null;
  const airborne = device.sample?.airborne ?? null;
  if (code === null) return <>{t('common/none')}</>;
  const table: Readonly<Record<number, readonly [string, string]>> =
    device.kind === 'dock' ? DOCK_MODES : AIRCRAFT_MODES;
  const words = table[code];
  return (
    <>
      {words ? words[i18n.language === 'en' ? 1 : 0] : `#${code}`}
      {device.kind === 'aircraft' && airborne !== null && (
        <span className={airborne ? 'word-good' : 'faint'}>
          {' '}
          · {airborne ? t('device/airborne') : t('device/grounded')}
        </span>
      )}
    </>
  );
}

/** Says when a device's clock is wrong: its times are shown as it told them. */
function ClockOffset({ sn }: { sn: string }) {
  const { t } = useTranslation();
  const offset = useQuery(queries.deviceState(sn)).data?.clockOffsetSeconds ?? null;
  if (offset === null) return null;
  const seconds = Math.round(Math.abs(offset));
  if (seconds < 3) return <span className="faint">{t('device/clockSame')}</span>;
  const text = offset > 0 ? t('device/clockAhead', { seconds }) : t('device/clockBehind', { seconds });
  return <span className="word-bad">{text}</span>;
}

function Vital({ name, show, children }: { name: string; show: boolean; children: ReactNode }) {
  if (!show) return null;
  return (
    <div className="vital">
      <span>{name}</span>
      <b>{children}</b>
    </div>
  );
}

function Measure({ value, unit, digits }: { value: number | null; unit: string; digits: number }) {
  const { t } = useTranslation();
  if (value === null) return <span className="faint">{t('common/none')}</span>;
  return (
    <span className="number">
      {value.toFixed(digits)}
      <small>{unit}</small>
    </span>
  );
}
