import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountyView, DeviceView, DivisionView } from '#contracts';
import { Age } from '../common/age-text.js';
import { Empty, Failed, Loading } from '../common/data-states.js';
import { Icon } from '../common/icons.js';
import { StatusMark } from '../common/status-tag.js';
import { WindowedList } from '../common/windowed-list.js';
import { filterDevices, type DeviceFilter } from '../lists/device-filter.js';
import { useDevices, useLiveState } from '../live/live-hooks.js';
import { livePicture } from '../live/live-picture.js';
import { displayStatus, STATUS_ORDER } from '../theme/status.js';
import { MapTowns } from './map-towns.js';

const ROW = 46;

interface Props {
  open: boolean;
  toggle: () => void;
  filter: DeviceFilter;
  change: (members: Record<string, string | null>) => void;
  selected: string | null;
  choose: (sn: string | null) => void;
  towns: readonly DivisionView[];
  countyName: CountyView | undefined;
}

/** The devices of the county or of one town, narrowed by status and text; the keyboard's way into the map. */
export function MapList({ open, toggle, filter, change, selected, choose, towns, countyName }: Props) {
  const { t, i18n } = useTranslation();
  const devices = useDevices();
  const live = useLiveState();
  const inPlace = useMemo(() => filterDevices(devices, { ...filter, status: '', presence: '' }), [devices, filter]);
  const rows = useMemo(
    () => filterDevices(inPlace, filter).toSorted((one, other) => urgency(one) - urgency(other)),
    [inPlace, filter],
  );
  const county = i18n.language === 'en' ? (countyName?.nameEn ?? countyName?.name) : countyName?.name;
  const town = towns.find((one) => one.code === filter.division);

  if (!open) {
    return (
      <button type="button" className="map-list-opener" onClick={toggle} aria-expanded={false}>
        <Icon name="list" size={18} />
        {t('map/showList')}
      </button>
    );
  }
  return (
    <section className="map-list" aria-label={t('map/list')}>
      <div className="map-list-head">
        <nav className="crumbs" aria-label={t('device/division')}>
          <button type="button" onClick={() => change({ division: null })} aria-current={town ? undefined : 'true'}>
            {county ?? t('map/county')}
          </button>
          <span aria-hidden="true">›</span>
        </nav>
        <MapTowns towns={towns} value={filter.division} change={(code) => change({ division: code })} />
        <button
          type="button"
          className="quiet-button"
          onClick={toggle}
          aria-label={t('map/hideList')}
          title={t('map/hideList')}
        >
          <Icon name="back" size={16} />
        </button>
      </div>
      <input
        type="search"
        className="map-list-search"
        aria-label={t('map/filter')}
        placeholder={t('map/filter')}
        value={filter.search}
        onChange={(event) => change({ search: event.target.value })}
      />
      <StatusChips devices={inPlace} filter={filter} change={change} />
      <ListBody
        rows={rows}
        known={devices.length}
        error={live.error}
        none={town && inPlace.length === 0 ? t('map/noneInTown') : t('map/noMatch')}
        clear={() => change({ division: null, search: null, status: null, presence: null, kind: null, role: null })}
        selected={selected}
        choose={choose}
      />
    </section>
  );
}

/** Lost first, then silent, then with a warning, then in the air; the rest stays in its order. */
function urgency(device: DeviceView): number {
  const status = displayStatus(device);
  if (status === 'offline') return 0;
  if (status === 'stale') return 1;
  if (device.health.warning > 0) return 2;
  return isFlying(device) ? 3 : 4;
}

function isFlying(device: DeviceView): boolean {
  return device.sample?.airborne === true && device.presence !== 'offline';
}

function StatusChips({
  devices,
  filter,
  change,
}: {
  devices: DeviceView[];
  filter: DeviceFilter;
  change: Props['change'];
}) {
  const { t } = useTranslation();
  return (
    <div className="chips" role="group" aria-label={t('device/presence')}>
      {STATUS_ORDER.map((status) => {
        const count = devices.filter((device) => displayStatus(device) === status).length;
        const pressed = filter.status === status;
        if (count === 0 && !pressed) return null;
        return (
          <button
            key={status}
            type="button"
            aria-pressed={pressed}
            onClick={() => change({ status: pressed ? null : status, presence: null })}
          >
            <StatusMark status={status} />
            {t(`status/${status}`)} <b className="number">{count}</b>
          </button>
        );
      })}
    </div>
  );
}

function ListBody({
  rows,
  known,
  error,
  none,
  clear,
  selected,
  choose,
}: {
  rows: DeviceView[];
  known: number;
  error: unknown;
  none: string;
  clear: () => void;
  selected: string | null;
  choose: (sn: string | null) => void;
}) {
  const { t } = useTranslation();
  if (!livePicture.loaded) return error === null ? <Loading /> : <Failed error={error} />;
  if (known === 0) return <Empty>{t('devices/empty')}</Empty>;
  if (rows.length === 0) {
    return (
      <Empty>
        {none}
        <button type="button" className="link-button" onClick={clear}>
          {t('map/clearFilters')}
        </button>
      </Empty>
    );
  }
  return (
    <WindowedList
      label={t('map/list')}
      rows={rows}
      rowHeight={ROW}
      keyOf={(device) => device.sn}
      shown={selected}
      row={(device, focus) => (
        <button
          type="button"
          className={device.sn === selected ? 'device-row device-row-on' : 'device-row'}
          aria-current={device.sn === selected ? 'true' : undefined}
          onClick={() => choose(device.sn === selected ? null : device.sn)}
          {...focus}
        >
          <StatusMark status={displayStatus(device)} size={13} />
          <span className="device-row-name">{device.name}</span>
          <span className="device-row-age">
            <Age at={device.lastMessageAt} />
          </span>
          <span className="device-row-more">
            {t(`kind/${device.kind}`)} · {device.divisionName}
            <span className="hidden"> {t(`status/${displayStatus(device)}`)}</span>
          </span>
          {isFlying(device) && device.health.warning === 0 && (
            <span className="device-row-flying">{t('map/airborne')}</span>
          )}
          {device.health.warning > 0 && <span className="device-row-warning">{t('health/warning')}</span>}
        </button>
      )}
    />
  );
}
