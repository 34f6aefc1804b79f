import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceView } from '#contracts';
import { StatusMark } from '../common/status-tag.js';
import { STATUS, STATUS_ORDER } from '../theme/status.js';
import { MAP } from './map-palette.js';
import { shapeOf } from './sprites.js';

const KINDS: readonly DeviceView['kind'][] = ['dock', 'aircraft', 'remote_controller', 'other'];

/** What the symbols mean: shapes for kinds, fillings and colours for statuses. */
export function Legend() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(() => matchMedia('(min-width: 1600px)').matches);
  return (
    <div className={open ? 'legend legend-open' : 'legend'}>
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t('map/legend')}
      </button>
      {open && (
        <ul>
          {KINDS.map((kind) => (
            <li key={kind}>
              <Shape path={shapeOf(kind, true)} />
              {t(`kind/${kind}`)}
            </li>
          ))}
          <li>
            <svg width="18" height="18" viewBox="-9 -9 18 18" aria-hidden="true">
              <circle r="6.5" fill="#fff" stroke={MAP.slowLive} strokeWidth="2" />
              <circle r="2.6" fill={MAP.slowLive} />
            </svg>
            {t('map/slowLive')}
          </li>
          <li className="legend-break" aria-hidden="true" />
          {STATUS_ORDER.map((status) => (
            <li key={status}>
              <span className="legend-mark">
                <StatusMark status={status} size={13} />
              </span>
              {t(`status/${status}`)}
            </li>
          ))}
          <li>
            <svg width="18" height="18" viewBox="-9 -9 18 18" aria-hidden="true">
              <path d="M-8 5C-4 5-3-4 8-5" fill="none" stroke={STATUS.online.color} strokeWidth="2" opacity="0.7" />
            </svg>
            {t('map/trail')}
          </li>
        </ul>
      )}
    </div>
  );
}

function Shape({ path }: { path: string }) {
  return (
    <svg width="18" height="18" viewBox="-14 -14 28 28" aria-hidden="true">
      <path d={path} fill="#465762" />
    </svg>
  );
}
