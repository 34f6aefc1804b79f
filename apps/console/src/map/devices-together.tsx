import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { DeviceStatus } from '../common/status-tag.js';
import { Icon } from '../common/icons.js';
import { livePicture } from '../live/live-picture.js';

/** Devices in one spot that no zoom can part, as a short list. */
export function DevicesTogether({
  sns,
  choose,
  close,
}: {
  sns: string[];
  choose: (sn: string) => void;
  close: () => void;
}) {
  const { t } = useTranslation();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <div
      className="together"
      role="dialog"
      aria-label={t('map/devicesHere')}
      onKeyDown={(event) => event.key === 'Escape' && (event.stopPropagation(), close())}
    >
      <div className="together-head">
        <b>{t('map/devicesHere')}</b>
        <button type="button" className="quiet-button" aria-label={t('common/close')} onClick={close}>
          <Icon name="close" size={16} />
        </button>
      </div>
      <ul>
        {sns.map((sn, index) => {
          const device = livePicture.device(sn);
          return (
            device && (
              <li key={sn}>
                <button
                  type="button"
                  ref={index === 0 ? first : undefined}
                  onClick={() => {
                    choose(sn);
                    close();
                  }}
                >
                  <span>{device.name}</span>
                  <DeviceStatus device={device} />
                </button>
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}
