import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlownStretch, ProfilePoint } from '#routes';
import { drawProfile, nearestPoint, type ChartBox } from './profile-scale.js';
import { useDrawing, useEditor, useParts } from './use-editor.js';
import { isChosen } from './selection.js';
import { lengthText } from './words.js';

const HEIGHT = 148;
const NO_PROFILE: readonly ProfilePoint[] = [];

/** Ground, flight and ceiling along the whole flight. The pointer or arrow keys read it, and show the place on the map. */
export function ProfileChart() {
  const { t } = useTranslation();
  const { store } = useParts();
  const drawing = useDrawing();
  const profile = useEditor((state) => state.report?.profile ?? NO_PROFILE);
  const at = useEditor((state) => state.profileAt);
  const ceiling = useEditor((state) => state.context?.settings.ceilingMetres ?? 120);
  const holder = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(800);
  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(Math.max(240, element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const box = useMemo((): ChartBox => ({ width, height: HEIGHT, left: 46, right: 12, top: 20, bottom: 20 }), [width]);
  const drawn = useMemo(() => drawProfile(profile, ceiling, box), [profile, ceiling, box]);
  const point = at === null ? undefined : profile[at];

  const read = (event: PointerEvent<SVGSVGElement>) => {
    if (!drawn) return;
    const left = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const whole = profile.at(-1)!.along;
    const along = ((left - box.left) / (box.width - box.left - box.right)) * whole;
    store.showProfile(nearestPoint(profile, Math.min(whole, Math.max(0, along))));
  };
  const walk = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (step === undefined || profile.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const by = event.shiftKey ? step * 10 : step;
    store.showProfile(Math.min(profile.length - 1, Math.max(0, (at ?? 0) + by)));
  };

  return (
    <section className="profile-chart" ref={holder} aria-label={t('editor/profile/label')}>
      {!drawn && <p className="editor-hint">{t('editor/profile/none')}</p>}
      {drawn && (
        <>
          <header className="profile-legend">
            <b>{t('editor/profile/label')}</b>
            {drawn.assumed && <span className="tag-estimated">{t('editor/profile/unknown')}</span>}
            <span className="profile-key profile-key-flown">{t('editor/profile/flown')}</span>
            <span className="profile-key profile-key-ground">{t('editor/profile/ground')}</span>
            <span className="profile-key profile-key-ceiling">{t('editor/profile/ceiling', { metres: ceiling })}</span>
            <span className="profile-read number" aria-live="polite">
              {point
                ? t('editor/profile/at', {
                    along: point.along.toFixed(0),
                    above: point.above.toFixed(1),
                    height: point.height.toFixed(1),
                    sea: point.flown.toFixed(1),
                    ground: point.ground.toFixed(1),
                  })
                : t('editor/profile/summary', { least: drawn.least.toFixed(0), most: drawn.most.toFixed(0) })}
            </span>
          </header>
          <svg
            width={width}
            height={HEIGHT}
            tabIndex={0}
            role="img"
            aria-label={`${t('editor/profile/label')}: ${t('editor/profile/summary', {
              least: drawn.least.toFixed(0),
              most: drawn.most.toFixed(0),
            })}`}
            onPointerMove={read}
            onPointerLeave={() => store.showProfile(null)}
            onBlur={() => store.showProfile(null)}
            onKeyDown={walk}
            onClick={() => point && chooseAt(point.stretch)}
          >
            {drawn.heights.map((sea) => (
              <g key={sea} className="profile-grid">
                <path d={`M${box.left} ${drawn.y(sea)}H${width - box.right}`} />
                <text x={box.left - 6} y={drawn.y(sea) + 4} textAnchor="end">
                  {sea}
                </text>
              </g>
            ))}
            {drawn.distances.map((along) => (
              <text key={along} className="profile-axis" x={drawn.x(along)} y={HEIGHT - 5} textAnchor="middle">
                {lengthText(along)}
              </text>
            ))}
            <path
              className={drawn.assumed ? 'profile-ground profile-assumed' : 'profile-ground'}
              d={drawn.groundArea}
            />
            <path className="profile-ground-line" d={drawn.ground} />
            <path className="profile-ceiling" d={drawn.ceiling} />
            <path className="profile-flown" d={drawn.flown} />
            {waypointMarks(profile)
              .filter(inSight)
              .map(({ leg, waypoint, along, flown }) => (
                <circle
                  key={`${leg}/${waypoint}`}
                  className={isChosen(drawing.selection, leg, waypoint) ? 'profile-dot profile-chosen' : 'profile-dot'}
                  cx={drawn.x(along)}
                  cy={drawn.y(flown)}
                  r={isChosen(drawing.selection, leg, waypoint) ? 4.5 : 2.6}
                />
              ))}
            {point && (
              <g className="profile-cursor">
                <path d={`M${drawn.x(point.along)} ${box.top}V${HEIGHT - box.bottom}`} />
                <circle cx={drawn.x(point.along)} cy={drawn.y(point.flown)} r={4} />
              </g>
            )}
          </svg>
        </>
      )}
    </section>
  );

  /** Every waypoint has its dot where there is room; else the chosen ones alone. */
  function inSight({ leg, waypoint }: WaypointMark, _: number, all: readonly WaypointMark[]): boolean {
    return all.length * 14 < width || isChosen(drawing.selection, leg, waypoint);
  }

  function chooseAt({ leg, segment, waypoint }: FlownStretch): void {
    const index = waypoint ?? segment;
    if (leg !== undefined && index !== undefined) store.chooseWaypoint(leg, index);
  }
}

interface WaypointMark {
  leg: number;
  waypoint: number;
  along: number;
  flown: number;
}

/** Where waypoints lie on the profile: at the first place of the stretch behind each, and at the end of the last. */
function waypointMarks(profile: readonly ProfilePoint[]): WaypointMark[] {
  const marks: WaypointMark[] = [];
  let before: ProfilePoint | undefined;
  for (const point of profile) {
    const { leg, segment, part } = point.stretch;
    const old = before?.stretch;
    if (part === 'leg' && leg !== undefined && segment !== undefined && before) {
      if (old?.leg !== leg || old.segment !== segment) {
        marks.push({ leg, waypoint: segment, along: before.along, flown: before.flown });
      }
    } else if (part === 'return' && old?.part === 'leg' && before && old.leg !== undefined) {
      marks.push({ leg: old.leg, waypoint: (old.segment ?? 0) + 1, along: before.along, flown: before.flown });
    }
    before = point;
  }
  return marks;
}
