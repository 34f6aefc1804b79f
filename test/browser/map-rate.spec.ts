import { describe, expect, it, jest } from '@jest/globals';
import { measureMapRate } from '../../apps/console/bench/map-rate.mjs';
import { launchChromium } from '../support/chromium.js';

jest.setTimeout(240_000);

describe('two thousand devices that all move', () => {
  it('are all on the map; the rate at which the page paints is printed', async () => {
    const browser = await launchChromium(['--enable-unsafe-swiftshader']);
    try {
      const rate = await measureMapRate(browser, { devices: 2000, seconds: 3 });
      process.stdout.write(`map rate ${JSON.stringify(rate)}\n`);
      expect(rate.separate.drawn).toBe(2000);
      expect(rate.clustered.drawn).toBeLessThan(2000);
    } finally {
      await browser.close();
    }
  });
});
