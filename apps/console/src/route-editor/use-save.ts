import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Problem, RouteVersionView } from '#contracts';
import { ApiProblem } from '../api/problem.js';
import { prepared } from './check-context.js';
import { drawingKeep } from './drawing-keep.js';
import { saveVersion } from './route-api.js';
import { useParts } from './use-editor.js';

/** The rules that the server says are broken. */
export interface RefusedSave {
  errors: NonNullable<Problem['errors']>;
}

export interface Save {
  busy: boolean;
  /** What went wrong, other than broken rules. */
  error: unknown;
  refused: RefusedSave | null;
  saved: RouteVersionView | null;
  /** Resolves to whether it was saved. */
  save: (as: 'checked' | 'draft', note: string) => Promise<boolean>;
}

/** Saves what is drawn as the newest version. */
export function useSave(): Save {
  const { store, row } = useParts();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [refused, setRefused] = useState<RefusedSave | null>(null);
  const [saved, setSaved] = useState<RouteVersionView | null>(null);

  const save = async (as: 'checked' | 'draft', note: string): Promise<boolean> => {
    const { route } = store;
    setBusy(true);
    setError(null);
    setRefused(null);
    setSaved(null);
    try {
      const ready = prepared(route, store.state().context ?? {});
      const version = await saveVersion(row.id, ready, { as, basedOn: store.state().basedOn, note });
      store.setSaved(route, version.number);
      await drawingKeep.drop(row.id);
      setSaved(version);
      await Promise.all([
        client.invalidateQueries({ queryKey: ['route'] }),
        client.invalidateQueries({ queryKey: ['list', '/api/v1/routes'] }),
      ]);
      return true;
    } catch (fault) {
      const errors = fault instanceof ApiProblem && fault.problem.code === 'route_breaks_rules' && fault.problem.errors;
      if (errors) setRefused({ errors });
      else setError(fault);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, refused, saved, save };
}
