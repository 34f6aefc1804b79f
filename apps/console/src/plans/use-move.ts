import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { TaskMoveResult } from '#contracts';
import { sendJson } from '../api/client.js';
import { TASKS } from '../api/task-queries.js';
import type { Moving } from './gantt-model.js';

/** Asked of the server when the hand pauses, milliseconds. */
const PAUSE = 150;

/** A task that was moved, and from where: moving it back is its undoing. */
export interface Moved {
  key: string;
  name: string;
  from: number;
  to: number;
}

/** What speaks against the wanted time of a task, asked while it is dragged and when it is let go; nothing is changed. */
export function useMoveCheck(moving: Moving | null) {
  const [asked, setAsked] = useState<Moving | null>(null);
  useEffect(() => {
    if (moving === null) return setAsked(null);
    const timer = setTimeout(() => setAsked(moving), PAUSE);
    return () => clearTimeout(timer);
  }, [moving]);
  const check = useQuery({
    queryKey: ['move-check', asked?.key, asked?.start],
    queryFn: () => moveTask(asked!.key, asked!.start, true),
    enabled: asked !== null,
    retry: false,
    gcTime: 5_000,
    staleTime: 2_000,
  });
  const settled = moving !== null && asked?.key === moving.key && asked.start === moving.start && !check.isFetching;
  return {
    /** Of the wanted time; null while it is not known. */
    result: settled ? (check.data ?? null) : null,
    error: settled ? check.error : null,
  };
}

/** Moves a task to a start in ms since 1970; `dry` only says what speaks against it. Throws `ApiProblem`. */
export function moveTask(id: string, start: number, dry: boolean): Promise<TaskMoveResult> {
  const windowStart = new Date(start).toISOString();
  return sendJson<TaskMoveResult>('POST', `${TASKS}/${id}/move`, { windowStart, dry });
}

/** The bar that is being moved, and whether it was let go and waits for what the check says. */
export function useMoving() {
  const [moving, setMoving] = useState<Moving | null>(null);
  const [dropped, setDropped] = useState(false);
  const last = useRef<Moving | null>(null);
  const move = useCallback((next: Moving | null) => {
    const same = next !== null && last.current?.key === next.key && last.current.start === next.start;
    if (same) return;
    last.current = next;
    setDropped(false);
    setMoving(next);
  }, []);
  const drop = useCallback(() => setDropped(last.current !== null), []);
  return { moving, dropped, move, drop };
}
