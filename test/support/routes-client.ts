import { type Page, type Problem, type RouteVersionView, type RouteView } from '#contracts';
import { type TestApp } from './start-app.js';

export const ROUTES = '/api/v1/routes';
/** The demonstration dock of 车板镇, a Dock 3 or 2. */
export const CHEBAN_DOCK = 'XHD44088111101';
const PASSWORD = 'Lychee-Orchard-7';

/** What the API answered. */
export interface Answer<Body> {
  status: number;
  headers: Headers;
  body: Body & Problem;
}

/** Calls the routes of the API as somebody. */
export class RoutesClient {
  private serial = 0;

  constructor(
    private readonly app: TestApp,
    private readonly token: string,
  ) {}

  /** A new user with this role in this division. */
  static async of(app: TestApp, username: string, role: string, divisionCode: string): Promise<RoutesClient> {
    const body = { username, displayName: username, password: PASSWORD, roles: [role], divisionCode };
    await app.api('/api/v1/users', { method: 'POST', body });
    return new RoutesClient(app, await app.token(username, PASSWORD));
  }

  /** `path` below `/api/v1/routes`; bytes are sent as a file, everything else as JSON. */
  async call<Body = RouteView>(method: string, path: string, body?: unknown, ifMatch?: string): Promise<Answer<Body>> {
    const isFile = body instanceof Uint8Array;
    const response = await fetch(`${this.app.url}${ROUTES}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'content-type': isFile ? 'application/octet-stream' : 'application/json' }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      },
      ...(body === undefined ? {} : { body: (isFile ? body : JSON.stringify(body)) as never }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? undefined : JSON.parse(text)) as Body & Problem,
    };
  }

  /** The bytes of an answer, which must be a good one. */
  async bytes(path: string): Promise<{ bytes: Buffer; headers: Headers }> {
    const response = await fetch(`${this.app.url}${ROUTES}${path}`, {
      headers: { authorization: `Bearer ${this.token}` },
    });
    if (!response.ok) throw new Error(`GET ${path} answered ${response.status}: ${await response.text()}`);
    return { bytes: Buffer.from(await response.arrayBuffer()), headers: response.headers };
  }

  async list(query = ''): Promise<Page<RouteView>> {
    return (await this.call<Page<RouteView>>('GET', `?${query}`)).body;
  }

  /** A new route of the dock of 车板镇, unless `more` says otherwise. */
  async add(more: object = {}): Promise<RouteView> {
    const nr = ++this.serial;
    const draft = { code: `T-${process.pid}-${nr}`, name: `测试航线${nr}`, homeDockSn: CHEBAN_DOCK, ...more };
    const { status, body } = await this.call('POST', '', draft);
    if (status !== 201) throw new Error(`adding a route answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  save(route: { id: string }, file: Uint8Array, query = ''): Promise<Answer<RouteVersionView>> {
    return this.call('POST', `/${route.id}/versions?${query}`, file);
  }
}
