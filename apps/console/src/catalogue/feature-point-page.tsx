import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { FEATURE_POINT_CLASSES, type FeaturePointView } from '#contracts';
import { catalogue } from '../api/catalogue-queries.js';
import { session } from '../api/session.js';
import { Empty, QueryStates } from '../common/data-states.js';
import { PageHead } from '../common/page-head.js';
import { useInLanguage } from '../common/two-languages.js';
import { useOnFacts } from '../live/live-hooks.js';
import { PointPictures } from '../gallery/point-pictures.js';
import { PlanMap } from '../map/plan-map.js';
import type { Plan } from '../map/plan-features.js';
import { CatalogueStateWord, DemonstrationTag, LastChange, TagList } from './catalogue-words.js';
import { FeaturePointDialog } from './feature-point-dialog.js';
import { PointPoses } from './point-poses.js';
import { PointSeenBy } from './point-seen-by.js';
import { RetireButton } from './retire-button.js';
import './catalogue.css';

/** The card of one feature point: what it is, where, who sees it. */
export function FeaturePointPage() {
  const { t } = useTranslation();
  const { key = '' } = useParams();
  const client = useQueryClient();
  const query = useQuery(catalogue.featurePoint(key));
  const [editing, setEditing] = useState(false);
  const point = query.data;
  const renew = () => {
    void client.invalidateQueries({ queryKey: ['feature-point'] });
    void client.invalidateQueries({ queryKey: ['list', '/api/v1/feature-points'] });
  };
  useOnFacts(
    (fact) =>
      (fact.name.startsWith('feature_point.') &&
        'featurePoint' in fact.data &&
        fact.data.featurePoint.id === point?.id) ||
      fact.name === 'feature_point.imported',
    renew,
  );
  return (
    <div className="page page-reading">
      <PageHead title={point?.name ?? key} updatedAt={query.dataUpdatedAt}>
        {point && (
          <>
            <code className="faint">{point.code}</code>
            <CatalogueStateWord state={point.state} />
            <DemonstrationTag shown={point.demonstration} />
          </>
        )}
        <span className="top-space" />
        <Link to="/feature-points">{t('catalogue/back')}</Link>
        {point && session.can('points.manage') && (
          <>
            <RetireButton path="/api/v1/feature-points" item={point} state={point.state} done={renew} />
            <Button type="primary" onClick={() => setEditing(true)}>
              {t('catalogue/edit')}
            </Button>
          </>
        )}
      </PageHead>
      <QueryStates query={query}>{point && <Card point={point} />}</QueryStates>
      {editing && point && <FeaturePointDialog point={point} close={() => setEditing(false)} done={renew} />}
    </div>
  );
}

function Card({ point }: { point: FeaturePointView }) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  return (
    <div className="card-grid">
      <section className="block" aria-labelledby="point-what">
        <h2 id="point-what">{t('points/story')}</h2>
        <p className={point.story ? 'story' : 'faint'}>{point.story || t('points/noStory')}</p>
        <dl className="facts">
          <dt>{t('points/class')}</dt>
          <dd>{inLanguage(FEATURE_POINT_CLASSES[point.class])}</dd>
          <dt>{t('catalogue/town')}</dt>
          <dd>{point.townName}</dd>
          <dt>{t('catalogue/village')}</dt>
          <dd>{point.villageName ?? <span className="faint">{t('points/whole')}</span>}</dd>
          <dt>{t('catalogue/tags')}</dt>
          <dd>
            <TagList tags={point.tags} />
          </dd>
          <dt>{t('catalogue/updated')}</dt>
          <dd>
            <LastChange at={point.updatedAt} by={point.updatedBy} version={point.version} />
          </dd>
        </dl>
      </section>
      <PointPlace point={point} />
      <PointSeenBy point={point} />
      <Profile point={point} />
      <section className="block" aria-labelledby="point-cameras">
        <h2 id="point-cameras">{t('points/cameras')}</h2>
        <Empty>{t('points/camerasLater')}</Empty>
      </section>
      <PointPictures point={point} />
      <PointPoses poses={point.poses} />
    </div>
  );
}

function PointPlace({ point }: { point: FeaturePointView }) {
  const { t } = useTranslation();
  const { code, name, longitude, latitude } = point;
  const plan = useMemo<Plan>(
    () => ({ points: [{ key: code, name, place: [longitude, latitude], look: 'point' }] }),
    [code, name, longitude, latitude],
  );
  return (
    <section className="block" aria-labelledby="point-place">
      <h2 id="point-place">{t('points/place')}</h2>
      <dl className="facts">
        <dt>WGS84</dt>
        <dd className="number">
          {point.longitude.toFixed(6)}°E {point.latitude.toFixed(6)}°N{' '}
          <span className={point.placement === 'assumed' ? 'tag-estimated' : 'faint'}>
            {t(`placement/${point.placement}`)}
          </span>
        </dd>
        {point.placementNote && (
          <>
            <dt>{t('points/placeNote')}</dt>
            <dd>{point.placementNote}</dd>
          </>
        )}
      </dl>
      <PlanMap label={t('points/onMap')} plan={plan} height={200} />
    </section>
  );
}

function Profile({ point: { profile } }: { point: FeaturePointView }) {
  const { t } = useTranslation();
  return (
    <section className="block" aria-labelledby="point-profile">
      <h2 id="point-profile">{t('points/profileTitle')}</h2>
      {profile === null ? (
        <Empty>{t('points/profileNone')}</Empty>
      ) : (
        <>
          <dl className="facts">
            <dt>{t('points/profile')}</dt>
            <dd>{t(`points/profileKind/${profile.kind}`)}</dd>
            <dt>{t('points/naturalVillages')}</dt>
            <dd>
              {profile.naturalVillages.length === 0 ? (
                <span className="faint">{t('points/naturalVillagesNone')}</span>
              ) : (
                <>
                  <span className="faint number">
                    {t('points/naturalVillageCount', { count: profile.naturalVillages.length })}
                  </span>{' '}
                  <TagList tags={profile.naturalVillages} />
                </>
              )}
            </dd>
            {profile.note && (
              <>
                <dt>{t('points/profileNote')}</dt>
                <dd>{profile.note}</dd>
              </>
            )}
          </dl>
        </>
      )}
    </section>
  );
}
