import { createContext, useContext, useSyncExternalStore } from 'react';
import type { FeaturePointView, RouteVersionView, RouteView } from '#contracts';
import type { EditorState, EditorStore } from './editor-store.js';
import type { RouteMap } from './route-map.js';

/** What all parts of one editor share. */
export interface EditorParts {
  store: EditorStore;
  /** The row of the route. */
  row: RouteView;
  versions: readonly RouteVersionView[];
  points: readonly FeaturePointView[];
  /** Null until the map is there. */
  map: RouteMap | null;
}

export const EditorContext = createContext<EditorParts | null>(null);

export function useParts(): EditorParts {
  const parts = useContext(EditorContext);
  if (!parts) throw new Error('outside an editor');
  return parts;
}

/** A part of the editor's state; `select` must return the same object as long as nothing in it changes. */
export function useEditor<Part>(select: (state: EditorState) => Part): Part {
  const { store } = useParts();
  return useSyncExternalStore(store.subscribe, () => select(store.state()));
}

/** What is drawn and chosen now. */
export const useDrawing = () => useEditor(({ history }) => history.present);
