import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The Chromium of this machine: `CHROMIUM_PATH`, or the first found on the path. Throws with the remedy: a browser test
 * without a browser has failed, it is not skipped.
 */
export function findChromium(): string {
  const named = process.env.CHROMIUM_PATH;
  const places = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = named ? [named] : NAMES.flatMap((name) => places.map((place) => join(place, name)));
  const found = candidates.find(isProgram);
  if (found) return found;
  throw new Error(
    `找不到 Chromium：请运行 sudo apt-get install chromium fonts-wqy-zenhei，或设置 CHROMIUM_PATH。 ` +
      `No Chromium${named ? ` at ${named}` : ' on the path'}: run sudo apt-get install chromium fonts-wqy-zenhei, or set CHROMIUM_PATH.`,
  );
}

/**
 * Starts a headless Chromium with an empty profile of its own that talks to nobody by itself. Close it in `finally`;
 * `extra` adds command line switches.
 */
export function launchChromium(extra: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    headless: true,
    // Chromium's sandbox cannot be set up by root
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...extra,
    ],
  });
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
