/** How a picture lies in its frame: enlarged `scale` times, moved by parts of the frame's width and height. */
export interface FrameView {
  scale: number;
  x: number;
  y: number;
}

/** The whole picture. */
export const WHOLE: FrameView = { scale: 1, x: 0, y: 0 };
const LARGEST = 16;

/** Enlarged or reduced so that the place under the pointer (0 to 1 of the frame) stays where it is. Pure. */
export function zoomedAt(view: FrameView, factor: number, atX: number, atY: number): FrameView {
  const scale = Math.min(LARGEST, Math.max(1, view.scale * factor));
  const grown = scale / view.scale;
  return kept({ scale, x: atX - (atX - view.x) * grown, y: atY - (atY - view.y) * grown });
}

/** Moved by parts of the frame. Pure. */
export function movedBy(view: FrameView, x: number, y: number): FrameView {
  return kept({ ...view, x: view.x + x, y: view.y + y });
}

/** No edge of the picture comes into its frame. */
function kept({ scale, x, y }: FrameView): FrameView {
  const least = 1 - scale;
  return { scale, x: Math.min(0, Math.max(least, x)), y: Math.min(0, Math.max(least, y)) };
}
