import { App } from 'antd';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountyView, DivisionView, FeaturePointView, RouteVersionView, RouteView } from '#contracts';
import { readRouteFile, WaylineError } from '#wayline';
import { PartBoundary } from '../common/part-boundary.js';
import { EditorBar } from './editor-bar.js';
import { EditorMap } from './editor-map.js';
import { EditorNotice } from './editor-notice.js';
import { EditorSide, type SideTab } from './editor-side.js';
import type { EditorStore } from './editor-store.js';
import { EstimateBar } from './estimate-bar.js';
import { KeyHelp } from './key-help.js';
import { MoveDialog } from './move-dialog.js';
import { ProfileChart } from './profile-chart.js';
import type { RouteMap } from './route-map.js';
import { SelectionVoice } from './selection-voice.js';
import { EditorContext, type EditorParts } from './use-editor.js';
import { useKeys } from './use-keys.js';
import { useKeeping } from './use-keeping.js';
import { useSave } from './use-save.js';

interface Props {
  store: EditorStore;
  row: RouteView;
  versions: readonly RouteVersionView[];
  points: readonly FeaturePointView[];
  county: CountyView;
  towns: readonly DivisionView[];
  contextFailed: boolean;
}

/** The editor with everything loaded. */
export function Editor({ store, row, versions, points, county, towns, contextFailed }: Props) {
  const [map, setMap] = useState<RouteMap | null>(null);
  const parts = useMemo(
    (): EditorParts => ({ store, row, versions, points, map }),
    [store, row, versions, points, map],
  );
  return (
    <EditorContext value={parts}>
      <Desk county={county} towns={towns} map={map} setMap={setMap} parts={parts} contextFailed={contextFailed} />
    </EditorContext>
  );
}

function Desk({
  county,
  towns,
  map,
  setMap,
  parts,
  contextFailed,
}: {
  county: CountyView;
  towns: readonly DivisionView[];
  map: RouteMap | null;
  setMap: (map: RouteMap | null) => void;
  parts: EditorParts;
  contextFailed: boolean;
}) {
  const { t, i18n } = useTranslation();
  const { store } = parts;
  const { modal, message } = App.useApp();
  const root = useRef<HTMLDivElement>(null);
  const [tab, setTab] = useState<SideTab>('waypoints');
  const [keysOpen, setKeysOpen] = useState(false);
  const [moveOpen, setMoveOpen] = useState(false);
  const [point, setPoint] = useState<string | null>(null);
  const save = useSave();
  useKeeping();

  const saveChecked = useRef(save.save);
  useEffect(() => {
    saveChecked.current = save.save;
  });
  const keys = useMemo(
    () => ({ help: () => setKeysOpen(true), save: () => void saveChecked.current('checked', '') }),
    [],
  );
  useKeys(root, store, map, keys);
  useEffect(() => {
    if (save.refused) setTab('findings');
  }, [save.refused]);

  const openPoint = useCallback((code: string) => {
    setPoint(code);
    setTab('framing');
  }, []);

  /** Puts the route of a file in the place of what is drawn; that can be undone like any other step. */
  const openFile = async (file: File) => {
    try {
      const { route, issues } = readRouteFile(new Uint8Array(await file.arrayBuffer()), file.name);
      store.edit(
        () => route,
        null,
        () => null,
      );
      store.setTool('select');
      map?.showRoute();
      const grave = issues.filter(({ severity }) => severity !== 'info');
      if (grave.length === 0) void message.success(t('editor/imported', { name: file.name }));
      else {
        modal.warning({
          title: t('editor/issuesTitle', { name: file.name, count: grave.length }),
          width: 560,
          content: (
            <ul className="file-issues">
              {grave.slice(0, 30).map((issue, at) => (
                <li key={at}>{i18n.language === 'en' ? issue.en : issue.zh}</li>
              ))}
            </ul>
          ),
        });
      }
    } catch (error) {
      if (!(error instanceof WaylineError)) throw error;
      modal.error({ title: t('editor/importFailed'), content: i18n.language === 'en' ? error.en : error.zh });
    }
  };

  return (
    <div className="editor" ref={root}>
      <EditorBar
        save={save}
        openFile={(file) => void openFile(file)}
        openMove={() => setMoveOpen(true)}
        openKeys={() => setKeysOpen(true)}
      />
      <EditorNotice save={save} />
      <EditorMap county={county} towns={towns} setMap={setMap} openPoint={openPoint} />
      <PartBoundary>
        <EditorSide
          tab={tab}
          setTab={setTab}
          contextFailed={contextFailed}
          refused={save.refused}
          point={point}
          setPoint={setPoint}
        />
      </PartBoundary>
      <div className="editor-foot">
        <PartBoundary>
          <ProfileChart />
        </PartBoundary>
        <EstimateBar />
      </div>
      <SelectionVoice />
      {keysOpen && <KeyHelp close={() => setKeysOpen(false)} />}
      {moveOpen && <MoveDialog close={() => setMoveOpen(false)} />}
    </div>
  );
}
