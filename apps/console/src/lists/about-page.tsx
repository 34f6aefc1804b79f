import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries.js';
import { QueryStates } from '../common/data-states.js';
import { PageHead } from '../common/page-head.js';
import { baseMapName } from '../map/base-map-name.js';

/** Where the data comes from, what is assumed, and how the server is. */
export function AboutPage() {
  const { t } = useTranslation();
  return (
    <div className="page page-reading">
      <PageHead title={t('about/title')} />
      <div className="sheet sheet-about">
        <ServerParts />
        <MapSources />
      </div>
      <p className="faint">{t('about/licence')}</p>
    </div>
  );
}

function ServerParts() {
  const { t } = useTranslation();
  const query = useQuery(queries.readiness());
  const ready = query.data;
  return (
    <section className="block" aria-labelledby="about-server">
      <h2 id="about-server">{t('about/server')}</h2>
      <QueryStates query={query}>
        {ready && (
          <dl className="facts">
            <dt>{t('about/version')}</dt>
            <dd>{ready.version}</dd>
            <dt>{t('about/parts')}</dt>
            <dd>{t(`about/${ready.status}`)}</dd>
            {Object.entries(ready.parts).map(([name, part]) => (
              <div key={name} className="facts-row">
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>
                  <span className={part.status === 'ok' ? 'word-good' : 'word-bad'}>{t(`about/${part.status}`)}</span>{' '}
                  <span className="faint">{part.detail}</span>
                </dd>
              </div>
            ))}
            <dt>{t('about/roles')}</dt>
            <dd>{ready.roles.join(', ')}</dd>
          </dl>
        )}
      </QueryStates>
    </section>
  );
}

function MapSources() {
  const { t, i18n } = useTranslation();
  const query = useQuery(queries.county());
  const county = query.data;
  return (
    <section className="block" aria-labelledby="about-layers">
      <h2 id="about-layers">{t('about/layers')}</h2>
      <QueryStates query={query}>
        {county && (
          <>
            <dl className="facts">
              <dt>{t('about/baseMap')}</dt>
              <dd>
                {baseMapName(county.baseMap.source, t)} · {t('map/datum', { datum: county.baseMap.datum })}
                {county.baseMap.attribution && ` · ${county.baseMap.attribution}`}
              </dd>
              {county.layers.map((layer) => (
                <div key={layer.id} className="facts-row">
                  <dt>
                    {t(`about/layerKind/${layer.kind}`)}
                    {layer.estimated && <span className="tag-estimated">{t('about/estimated')}</span>}
                  </dt>
                  <dd>{layer.note}</dd>
                </div>
              ))}
            </dl>
            <h3>{t('about/assumptions')}</h3>
            <ul className="assumptions">
              {county.assumptions.map((one) => (
                <li key={one.en}>{i18n.language === 'en' ? one.en : one.zh}</li>
              ))}
            </ul>
            <p className="faint">{t('about/datumNote')}</p>
          </>
        )}
      </QueryStates>
    </section>
  );
}
