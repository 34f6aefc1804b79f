import { useTranslation } from 'react-i18next';
import { STATUS, displayStatus, type DisplayStatus } from '../theme/status.js';
import type { DeviceView } from '#contracts';

/** The mark of a status: readable by its filling without any colour. */
export function StatusMark({ status, size = 12 }: { status: DisplayStatus; size?: number }) {
  const { color, fill } = STATUS[status];
  return (
    <svg width={size} height={size} viewBox="0 0 12 12" aria-hidden="true" className="status-mark">
      <circle
        cx="6"
        cy="6"
        r="4.6"
        fill={fill === 'solid' ? color : '#fff'}
        stroke={color}
        strokeWidth="1.6"
        strokeDasharray={fill === 'dotted' ? '1.6 1.8' : undefined}
      />
      {fill === 'half' && <path d="M6 1.4a4.6 4.6 0 0 0 0 9.2Z" fill={color} />}
      {fill === 'slashed' && <path d="M2.9 9.1 9.1 2.9" stroke={color} strokeWidth="1.8" />}
      {fill === 'hollow' && <circle cx="6" cy="6" r="1.5" fill={color} />}
    </svg>
  );
}

/** A status as mark and word. */
export function StatusTag({ status }: { status: DisplayStatus }) {
  const { t } = useTranslation();
  const { color, tint } = STATUS[status];
  return (
    <span className="status-tag" style={{ color, background: tint }} title={t(`statusHelp/${status}`)}>
      <StatusMark status={status} />
      {t(`status/${status}`)}
    </span>
  );
}

/** The status of a device as mark and word. */
export function DeviceStatus({ device }: { device: Pick<DeviceView, 'presence' | 'presenceReason'> }) {
  return <StatusTag status={displayStatus(device)} />;
}
