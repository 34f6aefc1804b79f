/** What a key does in the editor. Metres point east and north, steps are of one waypoint. */
export type EditorCommand =
  | { type: 'undo' | 'redo' | 'delete' | 'insert' | 'help' | 'escape' | 'finish' | 'select_all' | 'save' }
  | { type: 'tool'; tool: 'select' | 'draw' }
  | { type: 'step'; by: 1 | -1; stretch: boolean; leaves: boolean }
  | { type: 'move'; east: number; north: number }
  | { type: 'raise'; metres: number }
  | { type: 'zoom'; by: 1 | -1 };

/** A key as the browser tells it. */
export interface PressedKey {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

const FINE_METRES = 2;
const COARSE_METRES = 20;
const DIRECTIONS: Readonly<Record<string, readonly [east: number, north: number]>> = {
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

/**
 * The command of a key; null for a key that means nothing here. `onMap`: whether the map has the focus, where arrows
 * and Tab belong to waypoints; elsewhere they keep their meaning. Keys typed into a field must not be asked for.
 */
export function commandOf(pressed: PressedKey, onMap: boolean): EditorCommand | null {
  const { key, ctrlKey, metaKey, shiftKey, altKey } = pressed;
  if (altKey) return null;
  if (ctrlKey || metaKey) return withControl(key.toLowerCase(), shiftKey);
  const direction = DIRECTIONS[key];
  if (direction && onMap) {
    const metres = shiftKey ? COARSE_METRES : FINE_METRES;
    return { type: 'move', east: direction[0] * metres, north: direction[1] * metres };
  }
  if (key === 'Tab') return onMap ? { type: 'step', by: shiftKey ? -1 : 1, stretch: false, leaves: true } : null;
  if (key === 'Enter') return onMap ? { type: 'finish' } : null;
  if (key === '+' || key === '=') return onMap ? { type: 'zoom', by: 1 } : null;
  if (key === '-') return onMap ? { type: 'zoom', by: -1 } : null;
  switch (key) {
    case 'j':
    case 'J':
      return { type: 'step', by: 1, stretch: shiftKey, leaves: false };
    case 'k':
    case 'K':
      return { type: 'step', by: -1, stretch: shiftKey, leaves: false };
    case 'PageUp':
      return { type: 'raise', metres: shiftKey ? 10 : 1 };
    case 'PageDown':
      return { type: 'raise', metres: shiftKey ? -10 : -1 };
    case 'Insert':
      return { type: 'insert' };
    case 'Delete':
    case 'Backspace':
      return { type: 'delete' };
    case 'Escape':
      return { type: 'escape' };
    case 'v':
      return { type: 'tool', tool: 'select' };
    case 'd':
      return { type: 'tool', tool: 'draw' };
    case '?':
    case '？':
      return { type: 'help' };
    default:
      return null;
  }
}

function withControl(key: string, shiftKey: boolean): EditorCommand | null {
  if (key === 'z') return { type: shiftKey ? 'redo' : 'undo' };
  if (key === 'y') return { type: 'redo' };
  if (key === 'a') return { type: 'select_all' };
  if (key === 's') return { type: 'save' };
  return null;
}
