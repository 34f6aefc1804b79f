import type { Browser } from 'playwright-core';

export interface Rate {
  framesPerSecond: number;
  longestGapMs: number;
  p99GapMs: number;
  /** Symbols on the map: devices and groups. */
  drawn: number;
}

export interface MapRate {
  devices: number;
  width: number;
  height: number;
  /** Frames a second of an empty page on the same machine at the same time. */
  emptyPage: number;
  clustered: Rate;
  separate: Rate;
}

/** How smoothly the map draws many devices that all move four times a second. */
export function measureMapRate(
  browser: Browser,
  options?: { devices?: number; seconds?: number; width?: number; height?: number },
): Promise<MapRate>;
