import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteVersionView, RouteView } from '#contracts';
import { download, sendJson } from '../api/client.js';
import { sentenceOf } from '../api/problem.js';
import { session } from '../api/session.js';
import { Clock } from '../common/age-text.js';
import { useInLanguage } from '../common/two-languages.js';
import { ApproveVersionDialog } from './approve-version-dialog.js';
import { EstimateVitals } from './estimate-vitals.js';
import { FindingsList } from './findings-list.js';
import { FindingCounts, VersionStateTag } from './route-words.js';

/** One version of a route: who made it, what the checks say, and what can be done with it. */
export function VersionCard({
  route,
  version,
  opened,
  done,
}: {
  route: RouteView;
  version: RouteVersionView;
  opened: boolean;
  done: () => void;
}) {
  const { t, i18n } = useTranslation();
  const inLanguage = useInLanguage();
  const { message } = App.useApp();
  const [open, setOpen] = useState(opened);
  const [approving, setApproving] = useState(false);
  const [checking, setChecking] = useState(false);
  const { number, report, source, issues } = version;
  const path = `/api/v1/routes/${route.id}/versions/${number}`;
  const fail = (error: unknown) => void message.error(sentenceOf(error, i18n.language));
  const recheck = async () => {
    setChecking(true);
    try {
      await sendJson<RouteVersionView>('POST', `${path}/check`);
      void message.success(t('routes/rechecked'));
      done();
    } catch (error) {
      fail(error);
    }
    setChecking(false);
  };
  const file = `${route.code}-v${number}`;
  const items = [
    {
      key: 'kmz',
      label: t('routes/downloadKmz'),
      onClick: () => void download(`${path}/route.kmz`, `${file}.kmz`).catch(fail),
    },
    {
      key: 'geojson',
      label: t('routes/downloadGeojson'),
      onClick: () => void download(`${path}/route.geojson`, `${file}.geojson`).catch(fail),
    },
    ...(source
      ? [
          {
            key: 'source',
            label: t('routes/downloadSource'),
            onClick: () => void download(`${path}/source`, source.name).catch(fail),
          },
        ]
      : []),
  ];
  const name = t('routes/versionTitle', { number });
  const active = route.state !== 'retired';
  return (
    <section className="block version-card" aria-label={name}>
      <header>
        <button
          type="button"
          className="version-toggle"
          aria-expanded={open}
          aria-label={t('routes/openCheck', { name })}
          onClick={() => setOpen(!open)}
        >
          {open ? '▾' : '▸'}
        </button>
        <h3>{name}</h3>
        <VersionStateTag state={version.state} />
        <FindingCounts errors={report.errors} warnings={report.warnings} />
        <span className="faint">
          <Clock at={version.createdAt} />{' '}
          {version.createdBy ? t('routes/createdBy', { who: version.createdBy }) : t('routes/seeded')}
          {version.basedOn !== null && ` · ${t('routes/basedOn', { number: version.basedOn })}`}
        </span>
        <span className="top-space" />
        <Dropdown trigger={['click']} menu={{ items }}>
          <Button size="small">{t('routes/export')} ▾</Button>
        </Dropdown>
        {active && session.can('routes.manage') && (
          <Button size="small" loading={checking} onClick={() => void recheck()}>
            {t('routes/recheck')}
          </Button>
        )}
        {active && version.state === 'checked' && session.can('routes.approve') && (
          <Button size="small" type="primary" onClick={() => setApproving(true)}>
            {t('routes/approveVersion', { number })}
          </Button>
        )}
      </header>
      {open && (
        <div className="version-body">
          {version.note && <p>{version.note}</p>}
          <EstimateVitals report={report} />
          <FindingsList findings={report.findings} />
          {issues.length > 0 && (
            <details className="file-issues">
              <summary>
                {t('routes/fileIssues')} <span className="number">{issues.length}</span>
              </summary>
              <ul>
                {issues.map((issue, index) => (
                  <li key={`${issue.code} ${index}`}>
                    <span className="faint number">
                      {issue.file}:{issue.line}
                    </span>{' '}
                    {inLanguage(issue)} {issue.count > 1 && <span className="faint number">×{issue.count}</span>}
                  </li>
                ))}
              </ul>
            </details>
          )}
          <p className="version-foot faint">
            {t('routes/checkedAt')} <Clock at={report.checkedAt} /> ·{' '}
            {t('routes/against', {
              terrain: inLanguage(report.against.terrain),
              areas: report.against.airspaceAreas,
            })}
            {version.approvedAt && (
              <>
                {' · '}
                <Clock at={version.approvedAt} /> {t('routes/approvedBy', { who: version.approvedBy ?? '' })}
              </>
            )}
            <br />
            {t('routes/waypoints', { count: version.waypoints })} ·{' '}
            {t('routes/size', { size: Math.ceil(version.size / 1000) })} · {t('routes/fingerprint')}{' '}
            <code>{version.md5}</code>
            {source && ` · ${t('routes/source', { name: source.name, format: source.format })}`}
          </p>
        </div>
      )}
      {approving && (
        <ApproveVersionDialog route={route} number={number} close={() => setApproving(false)} done={done} />
      )}
    </section>
  );
}
