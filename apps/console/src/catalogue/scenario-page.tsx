import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { SCENARIO_OUTPUTS, type ScenarioView, SPOT_KINDS } from '#contracts';
import { catalogue } from '../api/catalogue-queries.js';
import { session } from '../api/session.js';
import { Empty, QueryStates } from '../common/data-states.js';
import { PageHead } from '../common/page-head.js';
import { useInLanguage } from '../common/two-languages.js';
import { useOnFacts } from '../live/live-hooks.js';
import { cadenceText } from './cadence-text.js';
import { CatalogueStateWord, DemonstrationTag, LastChange, TagList } from './catalogue-words.js';
import { RetireButton } from './retire-button.js';
import { ScenarioDialog } from './scenario-dialog.js';
import { ScenarioRoutes } from './scenario-routes.js';
import './catalogue.css';

/** One scenario: what for, by whom, how often, where, and what comes of it. */
export function ScenarioPage() {
  const { t } = useTranslation();
  const { key = '' } = useParams();
  const client = useQueryClient();
  const query = useQuery(catalogue.scenario(key));
  const [editing, setEditing] = useState(false);
  const scenario = query.data;
  const renew = () => {
    void client.invalidateQueries({ queryKey: ['scenario'] });
    void client.invalidateQueries({ queryKey: ['list', '/api/v1/scenarios'] });
  };
  useOnFacts((fact) => fact.name.startsWith('scenario.'), renew);
  return (
    <div className="page page-reading">
      <PageHead title={scenario?.name ?? key} updatedAt={query.dataUpdatedAt}>
        {scenario && (
          <>
            <code className="faint">{scenario.code}</code>
            <CatalogueStateWord state={scenario.state} />
            <DemonstrationTag shown={scenario.demonstration} />
          </>
        )}
        <span className="top-space" />
        <Link to="/scenarios">{t('catalogue/back')}</Link>
        {scenario && session.can('points.manage') && (
          <>
            <RetireButton path="/api/v1/scenarios" item={scenario} state={scenario.state} done={renew} />
            <Button type="primary" onClick={() => setEditing(true)}>
              {t('catalogue/edit')}
            </Button>
          </>
        )}
      </PageHead>
      <QueryStates query={query}>{scenario && <Card scenario={scenario} />}</QueryStates>
      {editing && scenario && <ScenarioDialog scenario={scenario} close={() => setEditing(false)} done={renew} />}
    </div>
  );
}

function Card({ scenario }: { scenario: ScenarioView }) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const { purpose, ownerUnit, ownerPerson, outputs, checklist, tags } = scenario;
  return (
    <div className="card-grid">
      <section className="block" aria-labelledby="scenario-purpose">
        <h2 id="scenario-purpose">{t('scenarios/purpose')}</h2>
        <p className={purpose ? 'story' : 'faint'}>{purpose || t('scenarios/noPurpose')}</p>
        <dl className="facts">
          <dt>{t('scenarios/owner')}</dt>
          <dd>
            {ownerUnit} {ownerPerson}
          </dd>
          <dt>{t('catalogue/division')}</dt>
          <dd>{scenario.divisionName}</dd>
          <dt>{t('scenarios/cadence')}</dt>
          <dd className="number">{cadenceText(scenario.cadence, t)}</dd>
          <dt>{t('scenarios/outputs')}</dt>
          <dd>{outputs.map((output) => inLanguage(SCENARIO_OUTPUTS[output])).join('、') || t('catalogue/none')}</dd>
          <dt>{t('catalogue/tags')}</dt>
          <dd>
            <TagList tags={tags} />
          </dd>
          <dt>{t('catalogue/updated')}</dt>
          <dd>
            <LastChange at={scenario.updatedAt} by={scenario.updatedBy} version={scenario.version} />
          </dd>
        </dl>
      </section>
      <section className="block" aria-labelledby="scenario-checklist">
        <h2 id="scenario-checklist">{t('scenarios/checklist')}</h2>
        {checklist.length === 0 ? (
          <Empty>{t('scenarios/checklistNone')}</Empty>
        ) : (
          <ol className="check-items">
            {checklist.map((item) => (
              <li key={item}>{item}</li>
            ))}
          </ol>
        )}
      </section>
      <Spots scenario={scenario} />
      <ScenarioRoutes code={scenario.code} />
      <Targets scenario={scenario} />
    </div>
  );
}

function Spots({ scenario: { spots } }: { scenario: ScenarioView }) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  return (
    <section className="block" aria-labelledby="scenario-spots">
      <h2 id="scenario-spots">{t('scenarios/spots')}</h2>
      {spots.length === 0 ? (
        <Empty>{t('scenarios/spotsNone')}</Empty>
      ) : (
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('scenarios/spotClass')}</th>
              <th scope="col">{t('scenarios/spotKind')}</th>
              <th scope="col">{t('scenarios/deadline')}</th>
            </tr>
          </thead>
          <tbody>
            {spots.map((spot) => (
              <tr key={`${spot.kind} ${spot.class}`}>
                <th scope="row">{spot.class}</th>
                <td>{inLanguage(SPOT_KINDS[spot.kind])}</td>
                <td className="number">{t('scenarios/days', { count: spot.deadlineDays })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Targets({ scenario: { targets } }: { scenario: ScenarioView }) {
  const { t } = useTranslation();
  const { featurePoints, divisions } = targets;
  return (
    <section className="block card-wide" aria-labelledby="scenario-targets">
      <h2 id="scenario-targets">
        {t('scenarios/targets')}{' '}
        <span className="faint number">
          {t('scenarios/targetCounts', { points: featurePoints.length, divisions: divisions.length })}
        </span>
      </h2>
      {featurePoints.length + divisions.length === 0 ? (
        <Empty>{t('scenarios/targetsNone')}</Empty>
      ) : (
        <ul className="target-list">
          {divisions.map((division) => (
            <li key={division.code}>
              {division.name} <span className="faint">{t('scenarios/targetDivisions')}</span>
            </li>
          ))}
          {featurePoints.map((point) => (
            <li key={point.code}>
              <Link to={`/feature-points/${encodeURIComponent(point.code)}`}>{point.name}</Link>
              {point.state === 'retired' && <CatalogueStateWord state="retired" />}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
