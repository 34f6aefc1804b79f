import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { HealthNoticeView } from '#contracts';
import { queries } from '../api/queries.js';
import { Age } from '../common/age-text.js';
import { Empty, QueryStates } from '../common/data-states.js';
import { useOnFacts } from '../live/live-hooks.js';
import { HEALTH_COLORS } from '../theme/status.js';

const LEVELS = ['notice', 'reminder', 'warning'] as const;

/** Health notices in plain words: those that are active now, and those that ended. */
export function HealthTab({ sn }: { sn: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const active = useQuery(queries.healthNotices(sn, true));
  const past = useQuery(queries.healthNotices(sn, false));
  useOnFacts(
    (fact) => fact.deviceSn === sn && fact.name.startsWith('device.health'),
    () => void client.invalidateQueries({ queryKey: ['device', sn, 'health'] }),
    500,
  );
  return (
    <div className="health">
      <h3>{t('device/activeNotices')}</h3>
      <QueryStates query={active}>
        <Notices notices={active.data?.items ?? []} none={t('device/noNotices')} />
      </QueryStates>
      <h3>{t('device/pastNotices')}</h3>
      <QueryStates query={past}>
        <Notices notices={past.data?.items ?? []} none={t('device/noPast')} />
      </QueryStates>
    </div>
  );
}

function Notices({ notices, none }: { notices: HealthNoticeView[]; none: string }) {
  const { t, i18n } = useTranslation();
  if (notices.length === 0) return <Empty>{none}</Empty>;
  return (
    <ul className="notices">
      {notices.map((notice) => {
        const level = LEVELS[notice.level];
        const text = i18n.language === 'en' ? (notice.textEn ?? notice.textZh) : (notice.textZh ?? notice.textEn);
        return (
          <li key={notice.id} style={{ borderColor: level ? HEALTH_COLORS[level] : undefined }}>
            <span className="notice-level" style={{ color: level ? HEALTH_COLORS[level] : undefined }}>
              {level ? t(`health/${level}`) : t('health/other', { level: notice.level })}
            </span>
            <span className="notice-text">{text ?? t('device/unknownCode', { code: notice.code })}</span>
            <span className="faint">
              <code>{notice.code}</code>
              {notice.inTheSky && ` · ${t('device/inTheSky')}`}
              {notice.imminent && ` · ${t('device/imminent')}`}
              {' · '}
              {t('device/raised')} <Age at={notice.raisedAt} />
              {notice.clearedAt && (
                <>
                  {' · '}
                  {t('device/cleared')} <Age at={notice.clearedAt} />
                </>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
