import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { FindingsPanel } from './findings-panel.js';
import { FramingPanel } from './framing-panel.js';
import { MissionPanel } from './mission-panel.js';
import { PointPanel } from './point-panel.js';
import { useDrawing, useEditor, useParts } from './use-editor.js';
import type { RefusedSave } from './use-save.js';
import { WaypointTable } from './waypoint-table.js';

export type SideTab = 'waypoints' | 'mission' | 'findings' | 'framing';

/** Everything of the route that is not on the map. */
export function EditorSide({
  tab,
  setTab,
  contextFailed,
  refused,
  point,
  setPoint,
}: {
  tab: SideTab;
  setTab: (tab: SideTab) => void;
  contextFailed: boolean;
  refused: RefusedSave | null;
  point: string | null;
  setPoint: (code: string | null) => void;
}) {
  const { t } = useTranslation();
  const findings = useEditor((state) => state.report?.findings);
  const count = (severity: string) => findings?.filter((one) => one.severity === severity).length ?? 0;
  const [errors, warnings] = [count('error'), count('warning')];
  return (
    <aside className="editor-side" aria-label={t('editor/side')}>
      <Tabs
        activeKey={tab}
        onChange={(key) => setTab(key as SideTab)}
        items={[
          {
            key: 'waypoints',
            label: t('editor/tab/waypoints'),
            children: (
              <div className="side-waypoints">
                <LegChoice />
                <WaypointTable />
                <PointPanel />
              </div>
            ),
          },
          { key: 'mission', label: t('editor/tab/mission'), children: <MissionPanel /> },
          {
            key: 'findings',
            label: (
              <span>
                {t('editor/tab/findings')}
                {findings && (
                  <span className="finding-counts number">
                    {errors > 0 && <b className="finding-error">▲{errors}</b>}
                    {warnings > 0 && <b className="finding-warning">◆{warnings}</b>}
                    {errors + warnings === 0 && <b className="finding-clean">✓</b>}
                    <span className="hidden">{t('editor/findings/counts', { errors, warnings })}</span>
                  </span>
                )}
              </span>
            ),
            children: (
              <FindingsPanel contextFailed={contextFailed} refused={refused} openMission={() => setTab('mission')} />
            ),
          },
          {
            key: 'framing',
            label: t('editor/tab/framing'),
            children: <FramingPanel shown={point} show={setPoint} />,
          },
        ]}
      />
    </aside>
  );
}

/** Which leg is worked on, where there are several. */
function LegChoice() {
  const { t } = useTranslation();
  const { store } = useParts();
  const { route, leg } = useDrawing();
  if (route.legs.length < 2) return null;
  return (
    <select
      className="choice leg-choice"
      aria-label={t('editor/leg')}
      value={leg}
      onChange={({ target }) => store.chooseLeg(Number(target.value))}
    >
      {route.legs.map(({ waypoints }, at) => (
        <option key={at} value={at}>
          {t('editor/legName', { number: at + 1, count: waypoints.length })}
        </option>
      ))}
    </select>
  );
}
