import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteFinding } from '#routes';
import { Empty, Loading } from '../common/data-states.js';
import type { RefusedSave } from './use-save.js';
import { useEditor, useParts } from './use-editor.js';
import { chooseOne } from './selection.js';

/** What the checks found, errors first. A finding that is opened is shown on the map with its waypoints chosen. */
export function FindingsPanel({
  contextFailed,
  refused,
  openMission,
}: {
  contextFailed: boolean;
  refused: RefusedSave | null;
  /** A finding about the settings of the whole flight is mended there. */
  openMission: () => void;
}) {
  const { t, i18n } = useTranslation();
  const { map } = useParts();
  const report = useEditor((state) => state.report);
  const show = useShowFinding();
  const [shown, setShown] = useState<RouteFinding | null>(null);
  const spot = shown && report?.findings.includes(shown) ? placeOf(shown) : null;
  useEffect(() => {
    map?.setSpot(spot);
    return () => map?.setSpot(null);
    // The place is made anew with each report; its numbers say whether it moved.
  }, [map, spot?.longitude, spot?.latitude]);
  const zh = i18n.language !== 'en';
  return (
    <div className="findings-panel">
      {refused && (
        <section className="form-error" role="alert" aria-label={t('editor/findings/fromServer')}>
          <b>{t('editor/saveRefused', { count: refused.errors.length })}</b>
          <ul>
            {refused.errors.slice(0, 20).map(({ path, message }, at) => (
              <li key={`${at} ${path}`}>{message.split(' / ')[zh ? 0 : 1] ?? message}</li>
            ))}
          </ul>
        </section>
      )}
      {!report && (contextFailed ? <Empty>{t('editor/findings/noContext')}</Empty> : <Loading />)}
      {report?.findings.length === 0 && (
        <div className="state findings-clean">
          <strong>{t('editor/findings/none')}</strong>
          <span>{t('editor/findings/noneText')}</span>
        </div>
      )}
      {report && report.findings.length > 0 && (
        <ul className="findings" aria-label={t('editor/findings/list')}>
          {report.findings.map((finding, at) => (
            <li key={`${at} ${finding.code}`} className={`finding finding-${finding.severity}`}>
              <button
                type="button"
                aria-pressed={finding === shown}
                onClick={() => {
                  setShown(finding);
                  if (isOfMission(finding)) openMission();
                  else show(finding);
                }}
              >
                <span className="finding-mark">
                  <span aria-hidden="true">{MARKS[finding.severity]}</span>
                  {t(`editor/findings/severity/${finding.severity}`)}
                </span>
                <span className="finding-text">{zh ? finding.zh : finding.en}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {report && (
        <p className="faint findings-took number">
          {t('editor/findings/took', { ms: report.milliseconds.toFixed(report.milliseconds < 10 ? 1 : 0) })}
        </p>
      )}
    </div>
  );
}

const MARKS = { error: '▲', warning: '◆', info: '●' } as const;

function isOfMission({ place }: RouteFinding): boolean {
  return (
    place.field !== undefined && /^mission\.|^homeDock$|^heights$/.test(place.field) && place.waypoint === undefined
  );
}

function placeOf({ place }: RouteFinding): { longitude: number; latitude: number } | null {
  const { longitude, latitude } = place;
  return longitude === undefined || latitude === undefined ? null : { longitude, latitude };
}

/** Chooses the waypoints that a finding is about and brings them into sight. */
export function useShowFinding(): (finding: RouteFinding) => void {
  const { store, map } = useParts();
  return (finding) => {
    const { leg, waypoint, segment, part } = finding.place;
    const legs = store.route.legs;
    if (leg !== undefined && (segment !== undefined || waypoint !== undefined)) {
      const from = segment ?? waypoint!;
      const last = (legs[leg]?.waypoints.length ?? 1) - 1;
      const to = segment === undefined ? from : Math.min(last, segment + 1);
      store.choose({ leg, anchor: to, focus: from });
    } else if (part) {
      const at = part === 'approach' ? 0 : legs.length - 1;
      const last = (legs[at]?.waypoints.length ?? 1) - 1;
      store.choose(last < 0 ? null : chooseOne(at, part === 'approach' ? 0 : last));
    }
    const place = placeOf(finding);
    if (place) map?.showPlace(place, true);
    else map?.showChosen(true);
  };
}
