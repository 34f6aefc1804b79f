import { useEffect, useRef, type MouseEvent, type PointerEvent } from 'react';
import type { GanttBar, Moving } from './gantt-model.js';
import { type GanttScale, movedBy } from './gantt-scale.js';

/** Flights are moved by whole five minutes. */
export const MOVE_STEP = 300_000;
/** A hand that shakes less than this many CSS pixels clicks. */
const SHAKE = 4;

/** Chooses a bar that is pressed, and moves one that is dragged. Escape lets it go where it was. */
export function useBarDrag(input: {
  scale: GanttScale;
  /** CSS pixels of the chart without names. */
  width: number;
  bars: ReadonlyMap<string, GanttBar>;
  move: (moving: Moving | null) => void;
  drop: () => void;
  select: (key: string | null) => void;
}) {
  const latest = useRef(input);
  const stop = useRef<(() => void) | null>(null);
  useEffect(() => {
    latest.current = input;
  });
  useEffect(() => () => stop.current?.(), []);

  const down = (event: PointerEvent) => {
    const key = keyAt(event.target);
    const bar = key === null ? undefined : latest.current.bars.get(key);
    if (event.button !== 0) return;
    if (!bar) {
      if (!(event.target as Element).closest('a')) latest.current.select(null);
      return;
    }
    latest.current.select(bar.key);
    if (!bar.movable) return;
    const from = event.clientX;
    let moved = false;
    const follow = (next: globalThis.PointerEvent) => {
      const pixels = next.clientX - from;
      if (!moved && Math.abs(pixels) < SHAKE) return;
      moved = true;
      const { scale, width, move } = latest.current;
      move({ key: bar.key, start: movedBy(scale, bar.start, pixels / width, MOVE_STEP) });
    };
    const end = (dropped: boolean) => {
      stop.current?.();
      if (!moved) return;
      if (dropped) latest.current.drop();
      else latest.current.move(null);
    };
    const up = () => end(true);
    const lost = () => end(false);
    const escape = (pressed: KeyboardEvent) => pressed.key === 'Escape' && end(false);
    window.addEventListener('pointermove', follow);
    window.addEventListener('pointerup', up);
    window.addEventListener('pointercancel', lost);
    window.addEventListener('keydown', escape);
    stop.current = () => {
      window.removeEventListener('pointermove', follow);
      window.removeEventListener('pointerup', up);
      window.removeEventListener('pointercancel', lost);
      window.removeEventListener('keydown', escape);
      stop.current = null;
    };
  };
  const twice = (open: (key: string) => void) => (event: MouseEvent) => {
    const key = keyAt(event.target);
    if (key !== null) open(key);
  };
  return { down, twice };
}

function keyAt(target: EventTarget): string | null {
  return (target as Element).closest<HTMLElement>('[data-bar]')?.dataset['bar'] ?? null;
}
