import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Dock } from './dock.js';
import { type FaultBoard } from './fault-board.js';
import { FAULTS, InvalidFault, checkedFault, type FaultKind } from './faults.js';
import { type Gateway } from './gateway.js';
import { type Link } from './link.js';
import { RemoteController } from './remote-controller.js';
import { type World } from './world.js';

export interface ControlOptions {
  world: World;
  devices: readonly Gateway[];
  gateways: ReadonlyMap<string, Gateway>;
  faults: FaultBoard;
  links: readonly Link[];
  broker: string;
}

interface Reply {
  status: number;
  body: unknown;
}

const LARGEST_BODY = 10_000;

/**
 * The control page and its JSON interface, on the loopback address only:
 * `GET /` page · `GET /api/state` · `POST /api/faults {kind, sn, seconds, params}` · `DELETE /api/faults?sn=&kind=` ·
 * `GET /api/take-offs` what really left the ground, by flight id ·
 * `POST /api/flights {sn, points: [[longitude, latitude, metres above take-off], …]}` lets a pilot fly a route ·
 * `POST /api/patrols {sn}` starts a demonstration flight · `DELETE /api/patrols?sn=` calls the aircraft home.
 */
export class ControlServer {
  private readonly server: Server;
  private port = 0;

  constructor(private readonly options: ControlOptions) {
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  /** Resolves with the address. Throws when the port is taken. */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', (error: NodeJS.ErrnoException) => {
        const taken = `模拟器控制端口 ${port} 已被占用，请换 --control-port。 Control port ${port} is taken; choose another --control-port.`;
        reject(error.code === 'EADDRINUSE' ? new Error(taken) : error);
      });
      this.server.listen(port, '127.0.0.1', () => resolve());
    });
    this.port = (this.server.address() as { port: number }).port;
    return `http://127.0.0.1:${this.port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (request.method === 'GET' && url.pathname === '/') {
      const headers = {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': "default-src 'self' 'unsafe-inline'; img-src data:",
      };
      response.writeHead(200, headers).end(pageText());
      return;
    }
    const { status, body } = await this.answer(request, url).catch(failure);
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
  }

  private async answer(request: IncomingMessage, url: URL): Promise<Reply> {
    if (!this.isOurs(request))
      return refused(403, '只接受本机请求。 Only requests to this machine by its loopback name.');
    const route = `${request.method} ${url.pathname}`;
    if (route === 'GET /api/state') return { status: 200, body: this.state() };
    if (route === 'GET /api/take-offs') return { status: 200, body: { items: this.takeOffs() } };
    if (route === 'DELETE /api/faults') {
      const kind = url.searchParams.get('kind');
      const ended = this.options.faults.clear(
        url.searchParams.get('sn') ?? 'all',
        (kind ?? undefined) as FaultKind | undefined,
      );
      return { status: 200, body: { ended } };
    }
    if (route === 'DELETE /api/patrols') return this.callHome(url.searchParams.get('sn') ?? '');
    if (route === 'POST /api/faults') return this.strike(await bodyOf(request));
    if (route === 'POST /api/flights') return this.fly(await bodyOf(request));
    if (route === 'POST /api/patrols') return this.patrol(await bodyOf(request));
    return refused(404, '没有这个地址。 No such address.');
  }

  /** A foreign page must not reach it: neither by another host name nor by a plain form. */
  private isOurs({ headers, method }: IncomingMessage): boolean {
    const host = headers.host ?? '';
    const named = [`127.0.0.1:${this.port}`, `localhost:${this.port}`].includes(host);
    const origin = headers.origin;
    const sameOrigin = origin === undefined || origin === `http://${host}`;
    const json = method !== 'POST' || (headers['content-type'] ?? '').startsWith('application/json');
    return named && sameOrigin && json;
  }

  private strike(body: Record<string, unknown>): Reply {
    const seconds = body['seconds'] === undefined || body['seconds'] === null ? null : Number(body['seconds']);
    const params = (body['params'] ?? {}) as Record<string, number>;
    const fault = checkedFault({ kind: String(body['kind'] ?? ''), sn: String(body['sn'] ?? ''), seconds, params });
    const struck = this.options.faults.strike(fault);
    return struck > 0 ? { status: 201, body: { ...fault, struck } } : unknownDevice(fault.sn);
  }

  private patrol(body: Record<string, unknown>): Reply {
    const device = this.options.gateways.get(String(body['sn'] ?? ''));
    if (!device) return unknownDevice(String(body['sn'] ?? ''));
    const flies = device instanceof Dock || device instanceof RemoteController ? device.patrol() : false;
    return flies ? { status: 201, body: { flies } } : refused(409, '现在不能起飞。 It cannot take off now.');
  }

  private fly(body: Record<string, unknown>): Reply {
    const device = this.options.gateways.get(String(body['sn'] ?? ''));
    if (!(device instanceof RemoteController)) return unknownDevice(String(body['sn'] ?? ''));
    const given = Array.isArray(body['points']) ? (body['points'] as unknown[]) : [];
    const numbers = given.map((point) => (Array.isArray(point) ? point.map(Number) : []));
    if (numbers.length === 0 || numbers.some((point) => point.length !== 3 || !point.every(Number.isFinite))) {
      throw new InvalidFault(
        'points 应为 [经度, 纬度, 高度] 的列表。 points must be a list of [longitude, latitude, height].',
      );
    }
    const { frame } = device.aircraft;
    const points = numbers.map(([longitude, latitude, z]) => ({
      ...frame.toMetres({ longitude: longitude!, latitude: latitude! }),
      z: z!,
    }));
    const flies = device.fly({ points, speed: 8 });
    return flies ? { status: 201, body: { flies } } : refused(409, '现在不能起飞。 It cannot take off now.');
  }

  private callHome(sn: string): Reply {
    const device = this.options.gateways.get(sn);
    if (!device) return unknownDevice(sn);
    if (!device.aircraft.flight.airborne) return refused(409, '不在空中。 It is not in the air.');
    if (device instanceof Dock) device.sortie?.returnHome();
    else device.aircraft.flight.returnHome();
    return { status: 200, body: { returns: true } };
  }

  private takeOffs(): { sn: string; flightId: string; at: number }[] {
    const docks = this.options.devices.filter((device): device is Dock => device instanceof Dock);
    return docks.flatMap(({ sn, takeOffs }) => takeOffs.map((one) => ({ sn, ...one })));
  }

  private state(): Record<string, unknown> {
    const { world, devices, links, broker } = this.options;
    const { windFrom: _from, spell: _spell, ...weather } = world.weather;
    return {
      simulated: true,
      broker,
      speed: world.speed,
      time: new Date(world.now()).toISOString(),
      weather,
      sent: links.reduce((sum, link) => sum + link.sent, 0),
      connected: devices.filter((device) => device.connected).length,
      faults: FAULTS,
      devices: devices.map((device) => stateOf(device)),
    };
  }
}

function stateOf(device: Gateway): Record<string, unknown> {
  const { aircraft, account } = device;
  return {
    sn: device.sn,
    kind: account.kind,
    name: account.name,
    model: device.model.name,
    connected: device.connected && !device.cutOff,
    activity: device.activity,
    waiting: device.outbox.size,
    health: device.health.codes,
    aircraft: {
      sn: aircraft.sn,
      model: aircraft.model.name,
      powered: aircraft.powered,
      linked: aircraft.linked,
      battery: Math.round(aircraft.battery.percent),
      height: Math.round(aircraft.flight.motion.z),
      distance: Math.round(aircraft.flight.homeDistance),
      ...aircraft.place,
    },
    faults: [...device.faults.values()],
  };
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > LARGEST_BODY) throw new InvalidFault('请求太大。 The request is too large.');
  }
  const body: unknown = JSON.parse(text || '{}');
  if (typeof body !== 'object' || body === null)
    throw new InvalidFault('请求应为 JSON 对象。 The request must be a JSON object.');
  return body as Record<string, unknown>;
}

function failure(error: unknown): Reply {
  if (error instanceof InvalidFault) return refused(400, error.message);
  if (error instanceof SyntaxError) return refused(400, '请求不是 JSON。 The request is not JSON.');
  return refused(500, '模拟器出错。 The simulator failed.');
}

function unknownDevice(sn: string): Reply {
  return refused(404, `没有序列号为 ${sn} 的模拟设备。 No simulated device ${sn}.`);
}

function refused(status: number, message: string): Reply {
  return { status, body: { message } };
}

/** The page lies beside the sources and is not compiled; built files are three folders further down. */
function pageText(): string {
  const beside = join(import.meta.dirname, 'control.html');
  const fromDist = join(import.meta.dirname, '../../../../apps/simulator/src/control.html');
  return readFileSync(existsSync(beside) ? beside : fromDist, 'utf8');
}
