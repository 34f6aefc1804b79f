import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Tabs } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import type { RouteView } from '#contracts';
import { catalogue } from '../api/catalogue-queries.js';
import { session } from '../api/session.js';
import { DemonstrationTag, LastChange, TagList } from '../catalogue/catalogue-words.js';
import { RetireButton } from '../catalogue/retire-button.js';
import { QueryStates } from '../common/data-states.js';
import { PageHead } from '../common/page-head.js';
import { PartBoundary } from '../common/part-boundary.js';
import { useOnFacts } from '../live/live-hooks.js';
import { DifferenceTab } from './difference-tab.js';
import { FavouriteButton } from './favourite-button.js';
import { HistoryTab } from './history-tab.js';
import { RouteDialog } from './route-dialog.js';
import { RouteMap } from './route-map.js';
import { RouteStateTag } from './route-words.js';
import { SeenTab } from './seen-tab.js';
import { UploadDialog } from './upload-dialog.js';
import { VersionsTab } from './versions-tab.js';
import '../catalogue/catalogue.css';
import '../device/device.css';
import './routes.css';

const TABS = ['versions', 'difference', 'coverage', 'history'] as const;
type Tab = (typeof TABS)[number];

/** One route: its line, its versions with their checks, how they differ, what it sees, what happened to it. */
export function RoutePage() {
  const { t } = useTranslation();
  const { key = '' } = useParams();
  const client = useQueryClient();
  const navigate = useNavigate();
  const query = useQuery(catalogue.route(key));
  const [dialog, setDialog] = useState<'change' | 'upload' | null>(null);
  const route = query.data;
  const manages = session.can('routes.manage');
  const renew = () => {
    void client.invalidateQueries({ queryKey: ['route'] });
    void client.invalidateQueries({ queryKey: ['list', '/api/v1/routes'] });
    void client.invalidateQueries({ queryKey: ['coverage'] });
  };
  useOnFacts((fact) => 'route' in fact.data && fact.data.route.id === route?.id, renew);
  const active = route && route.state !== 'retired';
  return (
    <div className="page">
      <PageHead title={route?.name ?? key} updatedAt={query.dataUpdatedAt}>
        {route && (
          <>
            <FavouriteButton route={route} />
            <code className="faint">{route.code}</code>
            <RouteStateTag state={route.state} />
            <DemonstrationTag shown={route.demonstration} />
          </>
        )}
        <span className="top-space" />
        <Link to="/routes">{t('catalogue/back')}</Link>
        {route && manages && (
          <>
            <RetireButton path="/api/v1/routes" item={route} state={active ? 'active' : 'retired'} done={renew} />
            <Button onClick={() => setDialog('change')}>{t('routes/change')}</Button>
            {active && <Button onClick={() => setDialog('upload')}>{t('routes/upload')}</Button>}
            {active && (
              <Button type="primary" onClick={() => void navigate(`/routes/${route.id}/edit`)}>
                {t('routes/edit')}
              </Button>
            )}
          </>
        )}
      </PageHead>
      <QueryStates query={query}>
        {route && (
          <>
            <div className="route-top">
              <div className="block route-map">
                <RouteMap route={route} />
              </div>
              <RouteFacts route={route} />
            </div>
            <RouteTabs route={route} renew={renew} />
          </>
        )}
      </QueryStates>
      {dialog === 'change' && route && <RouteDialog route={route} close={() => setDialog(null)} done={renew} />}
      {dialog === 'upload' && route && <UploadDialog route={route} close={() => setDialog(null)} done={renew} />}
    </div>
  );
}

function RouteTabs({ route, renew }: { route: RouteView; renew: () => void }) {
  const { t } = useTranslation();
  const [parameters, setParameters] = useSearchParams();
  const asked = parameters.get('tab') as Tab | null;
  const part = (name: Tab, content: ReactNode) => ({
    key: name,
    label: t(`routes/tab/${name}`),
    children: <PartBoundary key={route.id}>{content}</PartBoundary>,
  });
  return (
    <Tabs
      className="route-tabs"
      size="small"
      activeKey={asked && TABS.includes(asked) ? asked : 'versions'}
      onChange={(name) => setParameters(name === 'versions' ? {} : { tab: name }, { replace: true })}
      destroyOnHidden
      items={[
        part('versions', <VersionsTab route={route} done={renew} />),
        part('difference', <DifferenceTab route={route} />),
        part('coverage', <SeenTab route={route} />),
        ...(session.can('events.read') ? [part('history', <HistoryTab route={route} />)] : []),
      ]}
    />
  );
}

function RouteFacts({ route }: { route: RouteView }) {
  const { t } = useTranslation();
  const { partner, homeDock, featurePoints, scenarios } = route;
  const links = (path: string, rows: readonly { code: string; name: string }[]) =>
    rows.length === 0 ? (
      <span className="faint">{t('common/none')}</span>
    ) : (
      <span className="link-list">
        {rows.map(({ code, name }) => (
          <Link key={code} to={`${path}/${encodeURIComponent(code)}`}>
            {name}
          </Link>
        ))}
      </span>
    );
  return (
    <section className="block" aria-labelledby="route-facts">
      <h2 id="route-facts">{t('routes/overview')}</h2>
      <dl className="facts">
        <dt>{t('routes/roleColumn')}</dt>
        <dd>{t(`routes/role/${route.role}`)}</dd>
        <dt>{t('routes/partner')}</dt>
        <dd>{partner ? <Link to={`/routes/${partner.id}`}>{partner.name}</Link> : t('common/none')}</dd>
        <dt>{t('routes/dock')}</dt>
        <dd>
          {homeDock ? (
            <Link to={`/devices/${encodeURIComponent(homeDock.sn)}`}>{homeDock.name}</Link>
          ) : (
            t('routes/noDock')
          )}
        </dd>
        <dt>{t('catalogue/division')}</dt>
        <dd>{route.divisionName}</dd>
        <dt>{t('routes/scenarios')}</dt>
        <dd>{links('/scenarios', scenarios)}</dd>
        <dt>{t('routes/points')}</dt>
        <dd>{links('/feature-points', featurePoints)}</dd>
        <dt>{t('catalogue/tags')}</dt>
        <dd>
          <TagList tags={route.tags} />
        </dd>
        <dt>{t('catalogue/updated')}</dt>
        <dd>
          <LastChange at={route.updatedAt} by={route.updatedBy} version={route.version} />
        </dd>
      </dl>
    </section>
  );
}
