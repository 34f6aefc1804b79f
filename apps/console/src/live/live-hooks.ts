import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import type { DeviceView, Fact } from '#contracts';
import { liveConnection, type LiveState } from './live-connection.js';
import { livePicture } from './live-picture.js';

/** All devices in the reader's scope, at most once a second. */
export function useDevices(): readonly DeviceView[] {
  return useSyncExternalStore(livePicture.onList, livePicture.list);
}

/** One device, at the rate of its samples. */
export function useDevice(sn: string): DeviceView | undefined {
  const subscribe = useCallback((listener: () => void) => livePicture.onDevice(sn, listener), [sn]);
  return useSyncExternalStore(subscribe, () => livePicture.device(sn));
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(liveConnection.subscribe, liveConnection.state);
}

/** Calls `renew` for facts that `wanted` picks, at most every `everyMs`, so that a burst refreshes a list once. */
export function useOnFacts(wanted: (fact: Fact) => boolean, renew: () => void, everyMs = 1500): void {
  const latest = useRef({ wanted, renew });
  useEffect(() => {
    latest.current = { wanted, renew };
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = livePicture.onFact((fact) => {
      if (!latest.current.wanted(fact)) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        latest.current.renew();
      }, everyMs);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [everyMs]);
}
