import { useEffect, type RefObject } from 'react';
import { commandOf, type EditorCommand } from './editor-keys.js';
import type { EditorStore } from './editor-store.js';
import { deleteSpan, insertBehind, nudge, raiseChosen } from './keyboard-edits.js';
import type { RouteMap } from './route-map.js';

export interface KeyActions {
  help: () => void;
  save: () => void;
}

const PAN_PIXELS = 4;

/** Gives the keys of the whole editor their meaning, except while something is typed or a dialog is open. */
export function useKeys(
  root: RefObject<HTMLElement | null>,
  store: EditorStore,
  map: RouteMap | null,
  actions: KeyActions,
): void {
  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      const outside = target !== document.body && !root.current?.contains(target);
      if (outside || event.defaultPrevented) return;
      const onMap = target === document.body || target.closest('.map-holder') !== null;
      const command = commandOf(event, onMap);
      if (!command || (isTyping(target) && command.type !== 'save')) return;
      if (perform(command, store, map, actions)) event.preventDefault();
    };
    // What was done while a key was held down is one step.
    const up = () => store.settle();
    document.addEventListener('keydown', down);
    document.addEventListener('keyup', up);
    return () => {
      document.removeEventListener('keydown', down);
      document.removeEventListener('keyup', up);
    };
  }, [root, store, map, actions]);
}

function isTyping({ tagName }: HTMLElement): boolean {
  return tagName === 'INPUT' || tagName === 'TEXTAREA' || tagName === 'SELECT';
}

/** Does what a key says; false where the browser may do with the key what it does. */
function perform(command: EditorCommand, store: EditorStore, map: RouteMap | null, actions: KeyActions): boolean {
  switch (command.type) {
    case 'undo':
      store.undo();
      return true;
    case 'redo':
      store.redo();
      return true;
    case 'delete':
      if (store.state().tool === 'area' || store.state().tool === 'strip') store.dropCorner();
      else deleteSpan(store);
      return true;
    case 'insert':
      insertBehind(store, map?.middle);
      map?.showChosen();
      return true;
    case 'move':
      if (!nudge(store, command.east, command.north))
        map?.panBy(command.east * PAN_PIXELS * 4, -command.north * PAN_PIXELS * 4);
      else map?.showChosen();
      return true;
    case 'raise':
      raiseChosen(store, command.metres);
      return true;
    case 'step': {
      const moved = command.stretch ? stretch(store, command.by) : store.step(command.by);
      if (moved) map?.showChosen();
      else if (command.leaves) store.choose(null);
      return moved || !command.leaves;
    }
    case 'select_all': {
      const { leg, route } = store.drawing;
      const last = (route.legs[leg]?.waypoints.length ?? 0) - 1;
      if (last >= 0) store.choose({ leg, anchor: 0, focus: last });
      return true;
    }
    case 'tool':
      store.setTool(command.tool);
      return true;
    case 'finish':
      if (store.state().tool === 'draw') store.setTool('select');
      else store.finishSketch();
      return true;
    case 'escape':
      if (store.state().tool !== 'select') store.setTool('select');
      else store.choose(null);
      return true;
    case 'zoom':
      map?.zoomBy(command.by);
      return true;
    case 'help':
      actions.help();
      return true;
    case 'save':
      actions.save();
      return true;
  }
}

/** One waypoint more, or fewer, among the chosen ones. */
function stretch(store: EditorStore, by: 1 | -1): boolean {
  const { selection, route } = store.drawing;
  if (!selection) return store.step(by);
  const next = selection.focus + by;
  if (next < 0 || next >= (route.legs[selection.leg]?.waypoints.length ?? 0)) return false;
  store.chooseWaypoint(selection.leg, next, true);
  return true;
}
