import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeadingMode, Leg, TurnMode, Waypoint } from '#wayline';
import { ActionList } from './action-list.js';
import { LabelledChoice, LabelledNumber } from './field.js';
import { deleteSpan, insertBehind } from './keyboard-edits.js';
import { moveWaypoints } from './line-moves.js';
import {
  deleteLeg,
  raise,
  setGimbalPitch,
  setHeading,
  setHeight,
  setLegSpeed,
  setSpeed,
  setTurn,
  type Span,
} from './route-edits.js';
import { useDrawing, useParts } from './use-editor.js';
import { headingName, turnName } from './words.js';

const TURNS: readonly TurnMode[] = ['stop', 'coordinated', 'curve_stop', 'curve_pass'];
const HEADINGS: readonly HeadingMode[] = ['along_leg', 'fixed', 'smooth', 'manual', 'point_of_interest'];

/** What is set for the chosen waypoints, or, when none is chosen, for the whole leg. */
export function PointPanel() {
  const { t } = useTranslation();
  const { store } = useParts();
  const { route, leg: at, selection } = useDrawing();
  const leg = route.legs[at];
  if (!leg || leg.waypoints.length === 0) return null;
  const span = store.span;
  const chosen = leg.waypoints.slice(span.from, span.to + 1);
  const [one] = chosen;
  if (!one) return null;
  const single = selection !== null && chosen.length === 1;
  const title = single
    ? t('editor/point/one', { number: span.from + 1 })
    : selection
      ? t('editor/point/several', { from: span.from + 1, to: span.to + 1, count: chosen.length })
      : t('editor/point/whole');
  return (
    <section className="point-panel" aria-label={title}>
      <header className="point-head">
        <h3>{title}</h3>
        {single && (
          <Button size="small" onClick={() => insertBehind(store)}>
            {t('editor/point/insert')}
          </Button>
        )}
        {selection && (
          <Button size="small" danger onClick={() => deleteSpan(store)}>
            {t('editor/point/remove')}
          </Button>
        )}
        {!selection && route.legs.length > 1 && (
          <Button size="small" danger onClick={() => store.edit((before) => deleteLeg(before, at))}>
            {t('editor/point/deleteLeg')}
          </Button>
        )}
      </header>
      <div className="fields">
        {single && <Place waypoint={one} span={span} />}
        <Heights chosen={chosen} span={span} whole={!selection} />
        <Speeds leg={leg} at={at} chosen={chosen} span={span} whole={!selection} />
        <Turns chosen={chosen} span={span} />
        <Nose chosen={chosen} span={span} />
      </div>
      {single ? (
        <ActionList leg={at} waypoint={span.from} />
      ) : (
        <p className="editor-hint">{t('editor/actions/onlyOne')}</p>
      )}
    </section>
  );
}

/** The value that all waypoints share; undefined when they differ. */
function shared<Value>(chosen: readonly Waypoint[], of: (waypoint: Waypoint) => Value): Value | undefined {
  const first = of(chosen[0]!);
  return chosen.every((waypoint) => of(waypoint) === first) ? first : undefined;
}

function Place({ waypoint, span }: { waypoint: Waypoint; span: Span }) {
  const { t } = useTranslation();
  const { store } = useParts();
  const { longitude, latitude } = waypoint;
  const move = (to: { longitude: number; latitude: number }) =>
    store.edit((route) => moveWaypoints(route, span, { longitude, latitude }, to));
  return (
    <>
      <LabelledNumber
        label={t('editor/point/longitude')}
        value={longitude}
        least={-180}
        most={180}
        commit={(value) => move({ longitude: value, latitude })}
      />
      <LabelledNumber
        label={t('editor/point/latitude')}
        value={latitude}
        least={-90}
        most={90}
        commit={(value) => move({ longitude, latitude: value })}
      />
    </>
  );
}

function Heights({ chosen, span, whole }: { chosen: readonly Waypoint[]; span: Span; whole: boolean }) {
  const { t } = useTranslation();
  const { store } = useParts();
  const [by, setBy] = useState(10);
  const same = shared(chosen, ({ height }) => height);
  return (
    <>
      <LabelledNumber
        label={t(whole ? 'editor/point/allHeights' : 'editor/point/height')}
        value={same}
        placeholder={t('editor/point/mixed')}
        least={-500}
        most={9000}
        commit={(height) => store.edit((route) => setHeight(route, span, height))}
      />
      {chosen.length > 1 && (
        <div className="field-with-button">
          <LabelledNumber label={t('editor/point/raise')} value={by} least={-1000} most={1000} commit={setBy} />
          <Button size="small" onClick={() => store.edit((route) => raise(route, span, by))}>
            {t('editor/point/raiseGo')}
          </Button>
        </div>
      )}
    </>
  );
}

function Speeds({
  leg,
  at,
  chosen,
  span,
  whole,
}: {
  leg: Leg;
  at: number;
  chosen: readonly Waypoint[];
  span: Span;
  whole: boolean;
}) {
  const { t } = useTranslation();
  const { store } = useParts();
  if (whole) {
    return (
      <LabelledNumber
        label={t('editor/point/legSpeed')}
        value={leg.speed}
        least={0.1}
        most={30}
        commit={(speed) => store.edit((route) => setLegSpeed(route, at, speed))}
      />
    );
  }
  const same = shared(chosen, ({ speed }) => speed);
  const differ = chosen.some(({ speed }) => speed !== chosen[0]!.speed);
  return (
    <LabelledNumber
      label={t('editor/point/speed')}
      value={same}
      placeholder={t(differ ? 'editor/point/mixed' : 'editor/point/ofLeg')}
      least={0.1}
      most={30}
      commit={(speed) => store.edit((route) => setSpeed(route, span, speed))}
      clear={() => store.edit((route) => setSpeed(route, span, undefined))}
    />
  );
}

function Turns({ chosen, span }: { chosen: readonly Waypoint[]; span: Span }) {
  const { t } = useTranslation();
  const { store } = useParts();
  const mode = shared(chosen, ({ turn }) => turn?.mode ?? 'stop');
  const damping = shared(chosen, ({ turn }) => turn?.damping);
  const cuts = chosen.some(
    ({ turn, straight }) => turn?.mode === 'coordinated' || (turn?.mode === 'curve_pass' && straight),
  );
  return (
    <>
      <LabelledChoice
        label={t('editor/point/turn')}
        value={mode}
        other={t(mode === undefined ? 'editor/point/mixed' : `editor/turn/${turnName(mode)}`)}
        words={TURNS.map((word) => [word, t(`editor/turn/${turnName(word)}`)] as const)}
        choose={(word) =>
          store.edit((route) =>
            setTurn(route, span, word === 'coordinated' ? { mode: word, damping: damping || 10 } : { mode: word }),
          )
        }
      />
      {cuts && (
        <LabelledNumber
          label={t('editor/point/damping')}
          value={damping}
          placeholder={t('editor/point/mixed')}
          least={0}
          most={1000}
          commit={(value) => store.edit((route) => setTurn(route, span, { damping: value }))}
        />
      )}
    </>
  );
}

function Nose({ chosen, span }: { chosen: readonly Waypoint[]; span: Span }) {
  const { t } = useTranslation();
  const { store } = useParts();
  const mode = shared(chosen, ({ heading }) => heading?.mode ?? 'along_leg');
  const words = HEADINGS.filter((word) => word !== 'point_of_interest' || mode === word);
  return (
    <>
      <LabelledChoice
        label={t('editor/point/heading')}
        value={mode}
        other={t(mode === undefined ? 'editor/point/mixed' : `editor/heading/${headingName(mode)}`)}
        words={words.map((word) => [word, t(`editor/heading/${headingName(word)}`)] as const)}
        choose={(word) =>
          store.edit((route) =>
            setHeading(
              route,
              span,
              word === 'smooth'
                ? { mode: word, angle: chosen[0]!.heading?.angle ?? 0, angleUsed: true }
                : { mode: word },
            ),
          )
        }
      />
      {mode === 'smooth' && (
        <LabelledNumber
          label={t('editor/point/headingAngle')}
          value={shared(chosen, ({ heading }) => heading?.angle)}
          placeholder={t('editor/point/mixed')}
          least={-180}
          most={180}
          commit={(angle) => store.edit((route) => setHeading(route, span, { angle, angleUsed: true }))}
        />
      )}
      <LabelledNumber
        label={t('editor/point/gimbalPitch')}
        value={shared(chosen, ({ gimbalPitch }) => gimbalPitch)}
        placeholder="—"
        least={-120}
        most={45}
        commit={(pitch) => store.edit((route) => setGimbalPitch(route, span, pitch))}
      />
    </>
  );
}
