import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RouteView } from '#contracts';
import { FACTS_LOOKED_AT, routeQueries } from '../api/route-queries.js';
import { Age, Clock } from '../common/age-text.js';
import { QueryStates } from '../common/data-states.js';
import { factSentence } from '../lists/fact-sentence.js';
import { livePicture } from '../live/live-picture.js';

/** What happened to a route, newest first. */
export function HistoryTab({ route }: { route: RouteView }) {
  const { t, i18n } = useTranslation();
  const query = useQuery(routeQueries.history(route));
  const facts = query.data ?? [];
  return (
    <section className="block" aria-labelledby="route-history">
      <div className="block-head">
        <h2 id="route-history">{t('routes/history')}</h2>
        <span className="faint">{t('routes/historyLimit', { count: FACTS_LOOKED_AT })}</span>
      </div>
      <QueryStates query={query} empty={facts.length === 0 ? t('routes/historyNone') : undefined}>
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
