import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Fact, Page } from '#contracts';
import { getJson } from '../api/client.js';
import { Age, Clock } from '../common/age-text.js';
import { Empty, QueryStates } from '../common/data-states.js';
import { factSentence } from '../lists/fact-sentence.js';
import { useDevices, useOnFacts } from '../live/live-hooks.js';
import { livePicture } from '../live/live-picture.js';

const RECENT = { queryKey: ['events', 'recent'] };

/** Which drones are in the air at this moment. */
export function Flying() {
  const { t } = useTranslation();
  const flying = useDevices().filter((device) => device.sample?.airborne === true && device.presence !== 'offline');
  return (
    <section className="block sheet-wide" aria-labelledby="sheet-flying">
      <h2 id="sheet-flying">
        {t('morning/flying')} <span className="faint number">{flying.length}</span>
      </h2>
      {flying.length === 0 ? (
        <Empty>{t('morning/noneFlying')}</Empty>
      ) : (
        <ul className="flying-list">
          {flying.map((device) => (
            <li key={device.sn}>
              <Link to={`/map?device=${encodeURIComponent(device.sn)}`}>
                <svg width="11" height="12" viewBox="-9 -12 18 22" aria-hidden="true">
                  <path d="M0-12 9 10 0 5.6-9 10Z" fill="currentColor" />
                </svg>
                {device.name}
                <span className="faint">{device.divisionName}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The newest facts, as they come. */
export function RecentFacts() {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const query = useQuery({
    ...RECENT,
    queryFn: () => getJson<Page<Fact>>('/api/v1/events', { limit: 12 }),
    refetchInterval: 60_000,
  });
  useOnFacts(
    () => true,
    () => void client.invalidateQueries(RECENT),
  );
  const facts = query.data?.items ?? [];
  return (
    <section className="block sheet-wide" aria-labelledby="sheet-recent">
      <div className="block-head">
        <h2 id="sheet-recent">{t('morning/recent')}</h2>
        <Link to="/events">{t('morning/allEvents')}</Link>
      </div>
      <QueryStates query={query} empty={facts.length === 0 ? t('events/empty') : undefined}>
        <ol className="recent-list">
          {facts.map((fact) => (
            <li key={fact.id}>
              <Clock at={fact.at} />
              <span className="faint">
                <Age at={fact.at} />
              </span>
              <span>{factSentence(fact, t, i18n.language, livePicture.nameOf)}</span>
            </li>
          ))}
        </ol>
      </QueryStates>
    </section>
  );
}
