/** A value with everything that it was and, after undoing, would be again. Values are never changed in place. */
export interface EditHistory<Value> {
  /** Oldest first. */
  readonly past: readonly Value[];
  readonly present: Value;
  /** What undoing took away, nearest first. */
  readonly future: readonly Value[];
  /** Changes that follow each other under the same mark count as one; null: the next change counts for itself. */
  readonly mark: string | null;
}

const MAX_STEPS = 300;

/** A history of one value that nobody has changed yet. */
export function startHistory<Value>(value: Value): EditHistory<Value> {
  return { past: [], present: value, future: [], mark: null };
}

/**
 * The history after a change. Changes with the same `mark` that follow each other become one step, as when a waypoint
 * is dragged or a key is held down. A change to the very same value is none.
 */
export function recordChange<Value>(
  history: EditHistory<Value>,
  next: Value,
  mark: string | null = null,
): EditHistory<Value> {
  if (next === history.present) return history;
  const continues = mark !== null && mark === history.mark && history.future.length === 0;
  const past = continues ? history.past : [...history.past, history.present].slice(-MAX_STEPS);
  return { past, present: next, future: [], mark };
}

/** The history with another present that is no step of its own, such as another choice of waypoints. */
export function amendPresent<Value>(history: EditHistory<Value>, present: Value): EditHistory<Value> {
  return { ...history, present, mark: null };
}

/** One step back; the same history when there is none. */
export function undo<Value>(history: EditHistory<Value>): EditHistory<Value> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present: before,
    future: [history.present, ...history.future],
    mark: null,
  };
}

/** One step forward again; the same history when nothing was undone. */
export function redo<Value>(history: EditHistory<Value>): EditHistory<Value> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future, mark: null };
}
