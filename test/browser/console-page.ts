import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect, createServer, type Socket } from 'node:net';
import { type Browser, type Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.js';

/** Drawing without a graphics card; harmless where there is one. */
const DRAW_IN_SOFTWARE = ['--enable-unsafe-swiftshader'];
const SLOW_MS = 45_000;

/** A browser with one page of the console, and what the page asked for and complained of. */
export interface ConsolePage {
  browser: Browser;
  page: Page;
  /** Addresses of all requests so far. */
  requests: string[];
  /** Errors that the page threw or wrote to its console. */
  faults: string[];
  close(): Promise<void>;
}

/** Opens `url` in a new browser. Close it in `finally` or `afterAll`. */
export async function openConsole(url: string, viewport = { width: 1366, height: 768 }): Promise<ConsolePage> {
  const browser = await launchChromium(DRAW_IN_SOFTWARE);
  const context = await browser.newContext({
    viewport,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(SLOW_MS);
  const requests: string[] = [];
  const faults: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('websocket', (socket) => requests.push(socket.url()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await page.goto(url);
  return { browser, page, requests, faults, close: () => browser.close() };
}

/** Signs in on the sign-in page and waits for live data. */
export async function signIn(page: Page, username: string, password: string): Promise<void> {
  await page.getByLabel('用户名').fill(username);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForSelector('[data-live="live"]');
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  impact: string;
  nodes: { html: string; failureSummary: string }[];
}

/** Serious and critical faults of accessibility of the page as it is now, one line each. */
export async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const violations = await page.evaluate<Violation[]>(
    `axe.run(document, { resultTypes: ['violations'] }).then((result) => result.violations)`,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.length} × ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
}

/** What the map draws: see `MapEngine.inspect`. */
export interface DrawnMap {
  settled: boolean;
  zoom: number;
  drawn: number;
  position: { x: number; y: number } | null;
}

/** What the map draws now, and where it draws one device; null while there is no map. */
export function drawnMap(page: Page, sn = ''): Promise<DrawnMap | null> {
  return page.evaluate(`window.xunhangMap?.(${JSON.stringify(sn)}) ?? null`);
}

/** A TCP line to a server that can be cut and mended, as networks do. */
export interface Line {
  url: string;
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function lineTo(serverUrl: string): Promise<Line> {
  const { hostname, port } = new URL(serverUrl);
  const open = new Set<Socket>();
  let whole = true;
  const server = createServer((near) => {
    if (!whole) return near.destroy();
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
      socket.on('error', () => socket.destroy());
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the line has no port');
  const cut = () => {
    whole = false;
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut,
    mend: () => (whole = true),
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
