import { useSyncExternalStore } from 'react';
import { livePicture } from '../live/live-picture.js';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Server time in whole seconds, as milliseconds since 1970; one timer for the whole page. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => Math.floor(livePicture.serverNow() / 1000) * 1000);
}
