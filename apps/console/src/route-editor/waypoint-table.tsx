import { useEffect, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { groundDistance, type Waypoint } from '#wayline';
import { NumberField } from './number-field.js';
import { setHeight, setSpeed } from './route-edits.js';
import { markAt, marksOf } from './route-scene.js';
import { isChosen } from './selection.js';
import { useDrawing, useEditor, useParts } from './use-editor.js';
import { actionsInShort, turnName } from './words.js';

const ROW_HEIGHT = 27;
const MARGIN_ROWS = 8;
type Column = 'number' | 'height' | 'speed';

/**
 * All waypoints of the leg, heights and speeds to be typed over. Only rows in sight are drawn; one row takes part in the
 * tab order, up and down go to the same column of the next.
 */
export function WaypointTable() {
  const { t } = useTranslation();
  const { store, map } = useParts();
  const drawing = useDrawing();
  const findings = useEditor((state) => state.report?.findings);
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [room, setRoom] = useState(400);
  const wanted = useRef<{ row: number; column: Column } | null>(null);
  const { leg: at, selection } = drawing;
  const leg = drawing.route.legs[at];
  const waypoints = leg?.waypoints ?? [];
  const focus = selection?.leg === at ? selection.focus : null;
  const marks = marksOf(findings ?? []);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setRoom(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const element = box.current;
    if (!element || focus === null) return;
    const above = focus * ROW_HEIGHT;
    if (above < element.scrollTop) element.scrollTop = above;
    else if (above + 2 * ROW_HEIGHT > element.scrollTop + element.clientHeight)
      element.scrollTop = above + 2 * ROW_HEIGHT - element.clientHeight;
    // `room`: the table may have been hidden behind another tab when something was chosen.
  }, [focus, room]);
  useEffect(() => {
    if (!wanted.current) return;
    const { row, column } = wanted.current;
    wanted.current = null;
    box.current?.querySelector<HTMLElement>(`[data-cell="${row}-${column}"]`)?.focus({ preventScroll: true });
  });

  const first = Math.max(0, Math.floor(top / ROW_HEIGHT) - MARGIN_ROWS);
  const last = Math.min(waypoints.length, Math.ceil((top + room) / ROW_HEIGHT) + MARGIN_ROWS);
  const stop = focus ?? 0;

  const choose = (index: number, stretch: boolean) => {
    store.chooseWaypoint(at, index, stretch);
    map?.showChosen();
  };
  const walk = (event: KeyboardEvent, row: number, column: Column) => {
    const by = { ArrowDown: 1, ArrowUp: -1, Enter: column === 'number' ? 0 : 1 }[event.key] ?? 0;
    const next = row + by;
    if (by === 0 || next < 0 || next >= waypoints.length) return;
    event.preventDefault();
    (event.target as HTMLElement).blur();
    wanted.current = { row: next, column };
    choose(next, event.shiftKey && column === 'number');
  };
  const span = (index: number) => ({ leg: at, from: index, to: index });

  if (waypoints.length === 0) return <p className="editor-hint">{t('editor/table/empty')}</p>;
  return (
    <div
      ref={box}
      className="waypoint-table"
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onMouseDown={(event: MouseEvent) => event.shiftKey && event.preventDefault()}
    >
      <table role="grid" aria-label={t('editor/table/label')} aria-rowcount={waypoints.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {(['number', 'apart', 'height', 'speed', 'turn', 'actions'] as const).map((name) => (
              <th key={name} scope="col">
                {t(`editor/table/${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {first > 0 && <tr aria-hidden="true" style={{ height: first * ROW_HEIGHT }} />}
          {waypoints.slice(first, last).map((waypoint, offset) => {
            const index = first + offset;
            const inOrder = index === stop || (offset === 0 && (stop < first || stop >= last)) ? 0 : -1;
            const mark = markAt(marks, at, index);
            return (
              <tr
                key={index}
                aria-rowindex={index + 2}
                aria-selected={isChosen(selection, at, index)}
                className={index === focus ? 'row-focus' : undefined}
                onClick={(event) => choose(index, event.shiftKey)}
              >
                <td>
                  <button
                    type="button"
                    tabIndex={inOrder}
                    data-cell={`${index}-number`}
                    aria-label={t('editor/table/choose', { number: index + 1 })}
                    onKeyDown={(event) => walk(event, index, 'number')}
                  >
                    {index + 1}
                  </button>
                  {mark && <Mark severity={mark} />}
                </td>
                <td className="number faint">{apartOf(waypoints, index)}</td>
                <td>
                  <NumberField
                    value={waypoint.height}
                    label={t('editor/table/heightOf', { number: index + 1 })}
                    commit={(height) => store.edit((route) => setHeight(route, span(index), height))}
                    tabIndex={inOrder}
                    least={-500}
                    most={9000}
                    {...cell(index, 'height')}
                  />
                </td>
                <td>
                  <NumberField
                    value={waypoint.speed}
                    placeholder={leg?.speed === undefined ? '' : String(leg.speed)}
                    label={t('editor/table/speedOf', { number: index + 1 })}
                    commit={(speed) => store.edit((route) => setSpeed(route, span(index), speed))}
                    clear={() => store.edit((route) => setSpeed(route, span(index), undefined))}
                    tabIndex={inOrder}
                    least={0.1}
                    most={30}
                    {...cell(index, 'speed')}
                  />
                </td>
                <td className="faint">{t(`editor/turnShort/${turnName(waypoint.turn?.mode ?? 'stop')}`)}</td>
                <td className="row-actions-short">{actionsInShort(waypoint, t)}</td>
              </tr>
            );
          })}
          {last < waypoints.length && (
            <tr aria-hidden="true" style={{ height: (waypoints.length - last) * ROW_HEIGHT }} />
          )}
        </tbody>
      </table>
    </div>
  );

  function cell(index: number, column: Column) {
    return {
      cell: `${index}-${column}`,
      onKey: (event: KeyboardEvent<HTMLInputElement>) => walk(event, index, column),
      onFocus: () => index !== focus && store.chooseWaypoint(at, index),
    };
  }
}

function Mark({ severity }: { severity: 'error' | 'warning' | 'info' }) {
  const { t } = useTranslation();
  if (severity === 'info') return null;
  const word = t(severity === 'error' ? 'editor/table/hasError' : 'editor/table/hasWarning');
  return (
    <span className={`finding-mark finding-${severity}`} title={word}>
      <span aria-hidden="true">{severity === 'error' ? '▲' : '◆'}</span>
      <span className="hidden">{word}</span>
    </span>
  );
}

/** Metres over ground from the waypoint before; nothing for the first. */
function apartOf(waypoints: readonly Waypoint[], index: number): string {
  const [before, here] = [waypoints[index - 1], waypoints[index]];
  return before && here ? groundDistance(before, here).toFixed(0) : '';
}
