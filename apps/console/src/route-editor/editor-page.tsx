import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { FeaturePointView, RouteVersionView, RouteView } from '#contracts';
import type { Route } from '#wayline';
import { catalogue } from '../api/catalogue-queries.js';
import { queries } from '../api/queries.js';
import { routeQueries } from '../api/route-queries.js';
import { clockTime } from '../common/age.js';
import { Failed, Loading } from '../common/data-states.js';
import { flightContextOf } from './check-context.js';
import { drawingKeep, type KeptDrawing } from './drawing-keep.js';
import { Editor } from './editor.js';
import { EditorStore } from './editor-store.js';
import { editorQueries, loadVersion } from './route-api.js';
import { emptyRoute } from './route-edits.js';
import '../map/map.css';
import './editor.css';
import './editor-panels.css';

const NO_POINTS: readonly FeaturePointView[] = [];
const NO_VERSIONS: readonly RouteVersionView[] = [];

/** What is opened: the route as it lies on the server, and unsaved work on it, if this browser kept some. */
interface Opened {
  saved: Route;
  /** Number of the version that `saved` is; null: none yet. */
  version: number | null;
  kept: KeptDrawing | null;
}

/** 编辑航线: a route is drawn, checked while it is drawn, and saved as a version. */
export function EditorPage() {
  const { key = '' } = useParams();
  const row = useQuery(catalogue.route(key));
  const [opened, setOpened] = useState<{ id: string; value: Opened } | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  const id = row.data?.id;
  const latest = row.data?.latestVersion ?? null;

  useEffect(() => {
    // Opened once: a version that is saved later is what is drawn already.
    if (id === undefined || opened?.id === id) return;
    let ended = false;
    open(id, latest).then(
      (value) => !ended && setOpened({ id, value }),
      (error: unknown) => !ended && setFault(error),
    );
    return () => {
      ended = true;
    };
  }, [id, latest, opened?.id, attempt]);

  const error = row.error ?? fault;
  if (error !== null && !(row.data && opened)) {
    return (
      <Failed
        error={error}
        retry={() => {
          setFault(null);
          setAttempt(attempt + 1);
          void row.refetch();
        }}
      />
    );
  }
  if (!row.data || opened === null || opened.id !== id) return <Loading />;
  return <Opening key={id} row={row.data} opened={opened.value} />;
}

async function open(id: string, latest: number | null): Promise<Opened> {
  const [saved, kept] = await Promise.all([
    latest === null ? emptyRoute() : loadVersion(id, latest).then(({ route }) => route),
    drawingKeep.find(id),
  ]);
  return { saved, version: latest, kept: kept ?? null };
}

/** The editor with its store, which lives as long as the page shows this route. */
function Opening({ row, opened }: { row: RouteView; opened: Opened }) {
  const { saved, kept: unsaved, version } = opened;
  const [store, setStore] = useState(() =>
    unsaved ? new EditorStore(saved, unsaved.basedOn, unsaved.route) : new EditorStore(saved, version),
  );
  const [kept, setKept] = useState(unsaved);
  const [discarded, setDiscarded] = useState(0);
  const county = useQuery(queries.county());
  const towns = useQuery(queries.towns());
  const versions = useQuery(routeQueries.versions(row.id));
  const points = useQuery(catalogue.pointNames());
  const context = useQuery(editorQueries.checkContext(row.homeDock?.sn ?? null));
  const flight = useMemo(() => (context.data ? flightContextOf(context.data, new Date()) : null), [context.data]);
  useEffect(() => store.setContext(flight), [store, flight]);
  useEffect(() => () => store.close(), [store]);

  if (county.error && !county.data) return <Failed error={county.error} retry={() => void county.refetch()} />;
  if (!county.data || towns.isPending) return <Loading />;
  return (
    <>
      {kept && (
        <Restored
          kept={kept}
          latest={row.latestVersion}
          close={() => setKept(null)}
          discard={() => {
            void drawingKeep.drop(row.id);
            setKept(null);
            setStore(new EditorStore(saved, version));
            setDiscarded(discarded + 1);
          }}
        />
      )}
      <Editor
        key={discarded}
        store={store}
        row={row}
        versions={versions.data?.items ?? NO_VERSIONS}
        points={points.data?.items ?? NO_POINTS}
        county={county.data}
        towns={towns.data?.items ?? []}
        contextFailed={context.isError}
      />
    </>
  );
}

function Restored({
  kept,
  latest,
  close,
  discard,
}: {
  kept: KeptDrawing;
  latest: number | null;
  close: () => void;
  discard: () => void;
}) {
  const { t } = useTranslation();
  const time = clockTime(kept.at, Date.now());
  return (
    <div className="editor-restored" role="status">
      <span>
        {latest !== kept.basedOn && latest !== null
          ? t('editor/restoredOlder', { time, number: latest })
          : t('editor/restored', { time })}
      </span>
      <Button size="small" onClick={discard}>
        {t('editor/discard')}
      </Button>
      <Button size="small" type="text" onClick={close}>
        {t('common/close')}
      </Button>
    </div>
  );
}
