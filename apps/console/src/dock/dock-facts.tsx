import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DockView, Known } from '#contracts';
import { Age, Clock } from '../common/age-text.js';
import { dayText } from '../common/age.js';
import { KnownAge, KnownFlag, KnownNumber, KnownWord, Unknown } from './dock-words.js';

/** One line of a table of values: what it is, the value, how old it is. */
function Row({
  name,
  at,
  steady,
  children,
}: {
  name: string;
  at: string | null;
  /** False: it comes when it changes, so that it is never too old. */
  steady?: boolean;
  children: ReactNode;
}) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{children}</td>
      <td className="value-age">
        <KnownAge at={at} steady={steady} />
      </td>
    </tr>
  );
}

function Block({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section className="block" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <table className="value-table">
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

/** Power, storage and what wears out. */
export function DockPower({ dock }: { dock: DockView }) {
  const { t } = useTranslation();
  const { power, storage, filesToUpload, aircraft } = dock;
  return (
    <Block id="dock-power" title={t('dock/power')}>
      <Row name={t('dock/charge')} at={power.batteryPercent.at}>
        <KnownNumber known={power.batteryPercent} unit="%" />
        {power.charging.value !== null && (
          <span className="faint"> · {power.charging.value ? t('dock/charging') : t('dock/notCharging')}</span>
        )}
      </Row>
      <Row name={t('dock/storeMode')} at={power.storeMode.at}>
        <KnownWord known={power.storeMode} kind="storeMode" />
      </Row>
      <Row name={t('dock/batteryCare')} at={power.batteryCare.at}>
        <KnownWord known={power.batteryCare} kind="batteryCare" />
        {power.batteryCare.value === 'running' && power.batteryCareHours.value !== null && (
          <span className="faint"> · {t('dock/hoursLeft', { hours: power.batteryCareHours.value })}</span>
        )}
      </Row>
      <Row name={t('dock/supply')} at={power.supplyVolts.at}>
        <KnownNumber known={power.supplyVolts} unit="V" />
      </Row>
      <Row name={t('dock/working')} at={power.workingVolts.at}>
        <KnownNumber known={power.workingVolts} unit="V" digits={1} />
        {' · '}
        <KnownNumber known={power.workingAmperes} unit="A" digits={1} />
      </Row>
      <Row name={t('dock/backup')} at={power.backupOn.at}>
        <KnownFlag known={power.backupOn} yes={t('dock/on')} no={t('dock/off')} />
        {power.backupVolts.value !== null && <span className="faint"> · {power.backupVolts.value.toFixed(1)} V</span>}
        {power.backupTemperature.value !== null && (
          <span className="faint"> · {power.backupTemperature.value.toFixed(0)} °C</span>
        )}
      </Row>
      <Row name={t('dock/dockStorage')} at={storage.total.at}>
        <StorageText storage={storage} />
      </Row>
      <Row name={t('dock/aircraftStorage')} at={aircraft?.storage.total.at ?? null} steady={false}>
        {aircraft ? <StorageText storage={aircraft.storage} /> : <Unknown />}
      </Row>
      <Row name={t('dock/filesToUpload')} at={filesToUpload.at}>
        <KnownNumber known={filesToUpload} />
      </Row>
    </Block>
  );
}

/** What tells when somebody must come: flights, hours, cycles, days since the last maintenance. */
export function DockCounters({ dock }: { dock: DockView }) {
  const { t } = useTranslation();
  const { counters, aircraft } = dock;
  return (
    <Block id="dock-counters" title={t('dock/counters')}>
      <Row name={t('dock/flights')} at={counters.flights.at}>
        <KnownNumber known={counters.flights} />
      </Row>
      <Row name={t('dock/totalTime')} at={counters.totalSeconds.at}>
        <KnownNumber known={inHours(counters.totalSeconds)} unit="h" />
      </Row>
      <Row name={t('dock/maintained')} at={counters.maintainedAt.at}>
        {counters.maintainedAt.value === null ? (
          <Unknown />
        ) : (
          <>
            {t('dock/daysAgo', { days: counters.daysSinceMaintenance.value ?? 0 })}
            <span className="faint">
              {' · '}
              {dayText(new Date(counters.maintainedAt.value))}{' '}
              <KnownWord known={counters.maintenanceKind} kind="maintenance" />
            </span>
          </>
        )}
      </Row>
      <Row name={t('dock/cycles')} at={aircraft?.batteryCycles.at ?? null} steady={false}>
        {aircraft ? <KnownNumber known={aircraft.batteryCycles} /> : <Unknown />}
      </Row>
      <Row name={t('dock/aircraftFlights')} at={aircraft?.flights.at ?? null} steady={false}>
        {aircraft ? <KnownNumber known={aircraft.flights} /> : <Unknown />}
      </Row>
      <Row name={t('dock/aircraftTime')} at={aircraft?.flightSeconds.at ?? null} steady={false}>
        {aircraft ? <KnownNumber known={inHours(aircraft.flightSeconds)} unit="h" /> : <Unknown />}
      </Row>
    </Block>
  );
}

/** Weather at the dock and inside it. */
export function DockEnvironment({ dock }: { dock: DockView }) {
  const { t } = useTranslation();
  const { environment } = dock;
  return (
    <Block id="dock-environment" title={t('dock/environment')}>
      <Row name={t('dock/wind')} at={environment.windSpeed.at}>
        <KnownNumber known={environment.windSpeed} unit="m/s" digits={1} />
      </Row>
      <Row name={t('dock/rain')} at={environment.rain.at}>
        <KnownWord known={environment.rain} kind="rain" />
      </Row>
      <Row name={t('dock/outside')} at={environment.outside.at}>
        <KnownNumber known={environment.outside} unit="°C" digits={1} />
      </Row>
      <Row name={t('dock/inside')} at={environment.inside.at}>
        <KnownNumber known={environment.inside} unit="°C" digits={1} />
      </Row>
      <Row name={t('dock/humidity')} at={environment.humidity.at}>
        <KnownNumber known={environment.humidity} unit="%" />
      </Row>
      <Row name={t('dock/airConditioner')} at={environment.airConditioner.at}>
        <KnownWord known={environment.airConditioner} kind="airConditioner" />
      </Row>
    </Block>
  );
}

/** Links, place, firmware, clock, and who holds control. */
export function DockLinks({ dock }: { dock: DockView }) {
  const { t } = useTranslation();
  const { network, position, control, aircraft } = dock;
  const place = position.alternate.value;
  return (
    <Block id="dock-links" title={t('dock/links')}>
      <Row name={t('dock/network')} at={network.type.at}>
        <KnownWord known={network.type} kind="network" />
        {network.rate.value !== null && <span className="faint"> · {Math.round(network.rate.value / 1024)} kB/s</span>}
      </Row>
      <Row name={t('dock/sdr')} at={network.sdrQuality.at}>
        <KnownNumber known={network.sdrQuality} /> <span className="faint">/ 5</span>
      </Row>
      <Row name={t('dock/fix')} at={position.fix.at}>
        <KnownWord known={position.fix} kind="fix" />
        {position.satellites.value !== null && (
          <span className="faint"> · {t('dock/satellites', { count: position.satellites.value })}</span>
        )}
      </Row>
      <Row name={t('dock/alternate')} at={position.alternate.at}>
        {place === null ? (
          <Unknown />
        ) : place.configured ? (
          <span className="number">
            {place.latitude.toFixed(5)}°N {place.longitude.toFixed(5)}°E
          </span>
        ) : (
          <span className="word-bad">{t('dock/noAlternate')}</span>
        )}
      </Row>
      <Row name={t('dock/flightControl')} at={control.flight.at} steady={false}>
        <KnownWord known={control.flight} kind="holder" />
        {control.flight.value === 'cloud' && <code className="faint"> {control.flightSource.value}</code>}
      </Row>
      <Row name={t('dock/payloadControl')} at={control.payloads.at} steady={false}>
        {control.payloads.value === null ? (
          <Unknown />
        ) : (
          control.payloads.value.map(({ index, holder }) => (
            <span key={index}>
              <KnownWord known={{ value: holder, at: null }} kind="holder" />{' '}
              <code className="faint">{index}</code>{' '}
            </span>
          ))
        )}
      </Row>
      <Row name={t('dock/drc')} at={control.drc.at}>
        <KnownWord known={control.drc} kind="drc" />
      </Row>
      <Row name={t('dock/firmware')} at={dock.firmware.at} steady={false}>
        {dock.firmware.value ?? <Unknown />}
        {aircraft?.firmware.value && (
          <span className="faint"> · {t('dock/aircraftFirmware', { version: aircraft.firmware.value })}</span>
        )}
        {dock.firmwareDiffers.value === true && <span className="word-bad"> · {t('dock/firmwareDiffers')}</span>}
      </Row>
      <Row name={t('dock/clock')} at={null}>
        <ClockText seconds={dock.clockOffsetSeconds} />
      </Row>
      <Row name={t('dock/aircraft')} at={null}>
        {aircraft ? (
          <>
            <Link to={`/devices/${encodeURIComponent(aircraft.sn)}`}>{aircraft.name}</Link>
            <span className="faint">
              {' · '}
              {t(`reason/${aircraft.presenceReason}`)} <Age at={aircraft.lastMessageAt} />
            </span>
          </>
        ) : (
          <Unknown />
        )}
      </Row>
      <Row name={t('dock/activated')} at={null}>
        {dock.counters.activatedAt.value === null ? <Unknown /> : <Clock at={dock.counters.activatedAt.value} />}
      </Row>
    </Block>
  );
}

function StorageText({ storage: { total, used } }: { storage: DockView['storage'] }) {
  if (total.value === null || used.value === null) return <Unknown />;
  const share = total.value > 0 ? Math.round((100 * used.value) / total.value) : 0;
  return (
    <span className="number">
      {share}% <span className="faint">{`${gigabytes(used.value)} / ${gigabytes(total.value)} GB`}</span>
    </span>
  );
}

function ClockText({ seconds }: { seconds: number | null }) {
  const { t } = useTranslation();
  if (seconds === null) return <Unknown />;
  const away = Math.round(Math.abs(seconds));
  if (away < 3) return <>{t('device/clockSame')}</>;
  const key = seconds > 0 ? 'device/clockAhead' : 'device/clockBehind';
  return <span className="word-bad">{t(key, { seconds: away })}</span>;
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(bytes < 1e10 ? 1 : 0);
}

function inHours({ value, at }: Known<number>): Known<number> {
  return { value: value === null ? null : value / 3600, at };
}
