import { useEffect, useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { movedBy, WHOLE, zoomedAt, type FrameView } from './frame-view.js';

/** One turn of the wheel, one press of a key. */
const STEP = 1.25;

/**
 * A frame in which pictures are enlarged by wheel or keys (+, -, 0) and moved by dragging. Frames with the same view move
 * together.
 */
export function ZoomFrame({
  label,
  view,
  change,
  children,
  over,
}: {
  label: string;
  view: FrameView;
  change: (next: (view: FrameView) => FrameView) => void;
  /** What is enlarged and moved. */
  children: ReactNode;
  /** What stays where it is, above it. */
  over?: ReactNode;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const from = useRef<{ x: number; y: number } | null>(null);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    // React listens to wheels passively, which cannot keep the page from scrolling.
    const turn = (event: WheelEvent) => {
      event.preventDefault();
      const { left, top, width, height } = element.getBoundingClientRect();
      const [x, y] = [(event.clientX - left) / width, (event.clientY - top) / height];
      change((now) => zoomedAt(now, event.deltaY < 0 ? STEP : 1 / STEP, x, y));
    };
    element.addEventListener('wheel', turn, { passive: false });
    return () => element.removeEventListener('wheel', turn);
  }, [change]);
  const take = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    from.current = { x: event.clientX, y: event.clientY };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!from.current) return;
    const { width, height } = event.currentTarget.getBoundingClientRect();
    const [x, y] = [(event.clientX - from.current.x) / width, (event.clientY - from.current.y) / height];
    from.current = { x: event.clientX, y: event.clientY };
    change((now) => movedBy(now, x, y));
  };
  const press = (event: KeyboardEvent) => {
    const steps: Record<string, (now: FrameView) => FrameView> = {
      '+': (now) => zoomedAt(now, STEP, 0.5, 0.5),
      '=': (now) => zoomedAt(now, STEP, 0.5, 0.5),
      '-': (now) => zoomedAt(now, 1 / STEP, 0.5, 0.5),
      '0': () => WHOLE,
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    change(step);
  };
  return (
    <div
      ref={frame}
      className={view.scale > 1 ? 'zoom-frame zoom-frame-near' : 'zoom-frame'}
      role="group"
      tabIndex={0}
      aria-label={label}
      onPointerDown={take}
      onPointerMove={drag}
      onPointerUp={() => (from.current = null)}
      onPointerCancel={() => (from.current = null)}
      onDoubleClick={() => change(() => WHOLE)}
      onKeyDown={press}
    >
      <div
        className="zoom-inner"
        style={{ transform: `translate(${view.x * 100}%, ${view.y * 100}%) scale(${view.scale})` }}
      >
        {children}
      </div>
      {over}
    </div>
  );
}
