import { Button } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PatternError, type Pattern } from '#routes';
import { legLength, type Route } from '#wayline';
import { Field, LabelledChoice, LabelledNumber } from './field.js';
import { aircraftOf, FIRST_VALUES, groundAboveDock, patternOf, type PatternValues } from './pattern-values.js';
import { appendLegs, changeLeg, joinLeg } from './route-edits.js';
import { useDrawing, useEditor, useParts } from './use-editor.js';
import { lengthText } from './words.js';

type Place = 'replace' | 'join' | 'append';
const NUMBERS = {
  area: ['aboveGround', 'groundAboveTakeOff', 'overlapAlong', 'overlapAcross', 'speed', 'margin'],
  strip: [
    'aboveGround',
    'groundAboveTakeOff',
    'left',
    'right',
    'overlapAlong',
    'overlapAcross',
    'speed',
    'gimbalPitch',
    'margin',
  ],
  spot: ['radius', 'height', 'targetHeight', 'waypoints', 'speed', 'arc'],
} as const;

/** Turns a drawn area, line or place into a leg; what would be flown is on the map while the numbers are chosen. */
export function PatternPanel() {
  const sketched = useEditor((state) => state.sketched);
  const tool = useEditor((state) => state.tool);
  if (!sketched || tool === 'select' || tool === 'draw') return null;
  return <Panel tool={tool} />;
}

function Panel({ tool }: { tool: 'area' | 'strip' | 'spot' }) {
  const { t, i18n } = useTranslation();
  const { store, map } = useParts();
  const { route, leg: at } = useDrawing();
  const sketch = useEditor((state) => state.sketch);
  const context = useEditor((state) => state.context);
  const suffix = useEditor((state) => state.sketchName);
  const [values, setValues] = useState<PatternValues>(() => {
    const ground = sketch[0] ? groundAboveDock(sketch[0], context) : 0;
    return { ...FIRST_VALUES, groundAboveTakeOff: ground, targetHeight: ground, suffix };
  });
  const empty = (route.legs[at]?.waypoints.length ?? 0) === 0;
  const [into, setInto] = useState<Place>(empty ? 'replace' : 'join');
  const aircraft = aircraftOf(context);
  const made = useMemo((): { pattern: Pattern | null; fault: PatternError | null } => {
    if (aircraft === undefined) return { pattern: null, fault: null };
    try {
      return { pattern: patternOf(tool, sketch, values, aircraft, context?.dock?.place), fault: null };
    } catch (error) {
      if (error instanceof PatternError) return { pattern: null, fault: error };
      throw error;
    }
  }, [tool, sketch, values, aircraft, context?.dock?.place]);
  const { pattern, fault } = made;
  useEffect(() => {
    map?.setPreview(pattern ? [pattern.leg.waypoints.map(({ longitude, latitude }) => [longitude, latitude])] : []);
    return () => map?.setPreview([]);
  }, [map, pattern]);

  const set = (change: Partial<PatternValues>) => setValues({ ...values, ...change });
  const put = () => {
    if (!pattern) return;
    store.edit(
      (before) => placed(before, at, pattern, into),
      null,
      () => null,
    );
    if (into === 'append' && !empty) store.chooseLeg(store.route.legs.length - 1);
    store.setTool('select');
    map?.showRoute();
  };
  const captures =
    tool === 'spot' ? (['photos', 'video', 'none'] as const) : tool === 'strip' ? (['photos', 'video'] as const) : [];
  const zh = i18n.language !== 'en';
  return (
    <section className="pattern-panel" aria-label={t(`editor/pattern/${tool}Title`)}>
      <h2>{t(`editor/pattern/${tool}Title`)}</h2>
      <div className="fields">
        {NUMBERS[tool].map((name) => (
          <LabelledNumber
            key={name}
            label={t(`editor/pattern/${name}`)}
            value={values[name]}
            commit={(value) => set({ [name]: value })}
          />
        ))}
        {tool === 'area' && (
          <LabelledNumber
            label={t('editor/pattern/direction')}
            value={values.direction}
            commit={(direction) => set({ direction })}
            clear={() => set({ direction: undefined })}
          />
        )}
        {captures.length > 0 && (
          <LabelledChoice
            label={t('editor/pattern/capture')}
            value={values.capture}
            other=""
            words={captures.map((word) => [word, t(`editor/pattern/${word === 'none' ? 'live' : word}`)] as const)}
            choose={(capture) => set({ capture })}
          />
        )}
        {tool === 'spot' && (
          <LabelledChoice
            label={t('editor/pattern/way')}
            value={values.way}
            other=""
            words={(['clockwise', 'counter_clockwise'] as const).map(
              (word) => [word, t(`editor/pattern/${word}`)] as const,
            )}
            choose={(way) => set({ way })}
          />
        )}
        <Field label={t('editor/pattern/suffix')}>
          {(id) => (
            <input
              id={id}
              className="number-field text-field"
              maxLength={40}
              value={values.suffix}
              onChange={({ target }) => set({ suffix: target.value.replace(/[^\w.-]/g, '') })}
            />
          )}
        </Field>
        {!empty && (
          <LabelledChoice
            label={t('editor/pattern/into')}
            value={into}
            other=""
            words={(['join', 'append', 'replace'] as const).map((word) => [word, t(`editor/pattern/${word}`)] as const)}
            choose={setInto}
          />
        )}
      </div>
      <p className={fault ? 'form-error' : 'pattern-result number'} role="status">
        {aircraft === undefined && t('editor/pattern/noAircraft')}
        {fault && (zh ? fault.zh : fault.en)}
        {pattern && resultOf(pattern)}
      </p>
      <div className="pattern-buttons">
        <Button size="small" type="primary" disabled={!pattern} onClick={put}>
          {t('editor/pattern/put')}
        </Button>
        <Button size="small" onClick={() => store.setTool(tool)}>
          {t('editor/pattern/redraw')}
        </Button>
        <Button size="small" type="text" onClick={() => store.setTool('select')}>
          {t('common/cancel')}
        </Button>
      </div>
    </section>
  );

  function resultOf({ leg, lines, spacing, photoDistance, groundSampling }: Pattern): string {
    return [
      t('editor/pattern/result', { waypoints: leg.waypoints.length, lines, length: lengthText(legLength(leg)) }),
      spacing !== null && t('editor/pattern/spacing', { metres: spacing.toFixed(0) }),
      photoDistance !== null && t('editor/pattern/photoEvery', { metres: photoDistance.toFixed(1) }),
      groundSampling !== null && t('editor/pattern/sampling', { centimetres: (groundSampling * 100).toFixed(1) }),
    ]
      .filter(Boolean)
      .join(' · ');
  }
}

function placed(route: Route, at: number, { leg }: Pattern, into: Place): Route {
  if (into === 'append') return appendLegs(route, [leg]);
  if (into === 'join') return joinLeg(route, at, leg);
  return changeLeg(route, at, ({ id, templateId }) => ({
    ...leg,
    ...(id === undefined ? {} : { id }),
    ...(templateId === undefined ? {} : { templateId }),
  }));
}
