import { fileURLToPath } from 'node:url';
import { startFeed } from './feed.mjs';

/**
 * How smoothly the map draws many devices that all move four times a second.
 *
 * `browser` is a Playwright browser. Answers, for the whole county with and without clustering, the frames a second
 * that the page painted (beside those of an empty page at the same time), the longest gap between two frames in milliseconds, and how many symbols were drawn.
 */
export async function measureMapRate(browser, { devices = 2000, seconds = 10, width = 1920, height = 1080 } = {}) {
  const feed = await startFeed(devices);
  const page = await browser.newPage({ viewport: { width, height } });
  try {
    await page.goto('about:blank');
    const { framesPerSecond: emptyPage } = await rateOf(page, Math.min(seconds, 3));
    await page.goto(`${feed.url}/map`);
    await page.fill('#username', 'bench');
    await page.fill('#password', 'bench');
    await page.click('button[type=submit]');
    // Painting the base map for the first time is another matter, and slow where a processor stands in for a GPU.
    const complete = (least) => {
      const map = window.xunhangMap?.();
      return map?.settled && map.drawn > least;
    };
    await page.waitForFunction(complete, 10, { timeout: 60_000 });
    const clustered = await rateOf(page, seconds);
    await page.click('.map-tool-word');
    await page.waitForFunction(complete, devices / 2, { timeout: 60_000 });
    const separate = await rateOf(page, seconds);
    return { devices, width, height, emptyPage, clustered, separate };
  } finally {
    await page.close();
    await feed.close();
  }
}

/** Counts painted frames from inside the page. */
async function rateOf(page, seconds) {
  return page.evaluate(async (milliseconds) => {
    const gaps = [];
    const start = performance.now();
    let last = start;
    await new Promise((resolve) => {
      const frame = (now) => {
        gaps.push(now - last);
        last = now;
        if (now - start < milliseconds) requestAnimationFrame(frame);
        else resolve();
      };
      requestAnimationFrame(frame);
    });
    gaps.sort((one, other) => one - other);
    const drawn = window.xunhangMap?.().drawn ?? 0;
    return {
      framesPerSecond: Math.round((10 * gaps.length * 1000) / (last - start)) / 10,
      longestGapMs: Math.round(gaps.at(-1)),
      p99GapMs: Math.round(gaps[Math.floor(gaps.length * 0.99)]),
      drawn,
    };
  }, seconds * 1000);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--enable-unsafe-swiftshader', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
  try {
    const devices = Number(process.argv[2] ?? 2000);
    process.stdout.write(`${JSON.stringify(await measureMapRate(browser, { devices }), null, 2)}\n`);
  } finally {
    await browser.close();
  }
}
