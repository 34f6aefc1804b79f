import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { RouteFindingView } from '#contracts';
import { useInLanguage } from '../common/two-languages.js';

const SEVERITIES = ['error', 'warning', 'info'] as const;

/** What the checks found, the gravest first; each with its code, its place and its sentence. */
export function FindingsList({ findings }: { findings: readonly RouteFindingView[] }) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  if (findings.length === 0) return <p className="word-good finding-none">{t('routes/noFindings')}</p>;
  return (
    <div className="findings">
      {SEVERITIES.map((severity) => {
        const rows = findings.filter((finding) => finding.severity === severity);
        if (rows.length === 0) return null;
        return (
          <section key={severity} className={`finding-group finding-${severity}`}>
            <h4>
              {t(`routes/severity/${severity}`)}{' '}
              <span className="number">{t('routes/severityCount', { count: rows.length })}</span>
            </h4>
            <ul>
              {rows.map((finding, index) => (
                <li key={`${finding.code} ${index}`}>
                  <span className="finding-place">{placeText(finding.place, t)}</span>
                  <span className="finding-text">{inLanguage(finding)}</span>
                  <code className="faint">{finding.code}</code>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

/** Where in the route a finding is, counted from 1 as on the map. */
export function placeText({ leg, waypoint, segment, part }: RouteFindingView['place'], t: TFunction): string {
  if (part) return t(`routes/place/${part}`);
  const words = [
    ...(leg !== undefined && leg > 0 ? [t('routes/place/leg', { leg: leg + 1 })] : []),
    ...(waypoint !== undefined ? [t('routes/place/waypoint', { waypoint: waypoint + 1 })] : []),
    ...(segment !== undefined ? [t('routes/place/segment', { from: segment + 1, to: segment + 2 })] : []),
  ];
  return words.length > 0 ? words.join(' · ') : t('routes/place/whole');
}
