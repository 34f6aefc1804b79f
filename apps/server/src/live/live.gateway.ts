import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { type OnGatewayConnection, type OnGatewayInit, WebSocketGateway, WebSocketServer } from '@nestjs/websockets';
import { type Namespace, type Socket } from 'socket.io';
import {
  type ClientToServer,
  type Fact,
  type LiveError,
  type ServerToClient,
  Watch,
  type WatchResult,
} from '#contracts';
import { type Caller } from '../auth/actor.js';
import { AuthService } from '../auth/auth.service.js';
import { explain, liveErrorOf } from '../common/problem.js';
import { Refusal } from '../common/refusal.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { EventLog } from '../events/event-log.js';
import { FactFeed } from './fact-feed.js';
import { pathsAbove, Positions } from './positions.js';

interface SocketData {
  caller: Caller;
  /** Path of the watched division; null before the first `watch`. */
  path: string | null;
  /** Newest fact id sent to this socket. */
  lastFactId: number;
  /** Facts wait here while older ones are replayed. */
  replaying: boolean;
  /** First beat whose frame this socket could not take; null while it keeps up. */
  behindSince: number | null;
  /** The newest call of `watch`: one is done after the other. */
  watching: Promise<unknown>;
}
type LiveSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, SocketData>;

const BEAT_MS = 250;
/** More missed facts than this are not replayed: the client takes a new snapshot. */
const MOST_REPLAYED = 5_000;
const PAGE = 500;
/** Packets that may wait for a slow socket; beyond, it is cut off and asks again for what it missed. */
const MOST_WAITING = MOST_REPLAYED + PAGE;
/** Sessions end without a word when their time is over: so often they are looked at. */
const REVIEW_MS = 60_000;
/** Room of the sockets that cannot take a frame now. */
const BEHIND = 'behind';
/** What a client says is a few words. */
const MOST_BYTES = 64 * 1024;

/** Pushes facts in order, without gap or repeat, and samples as one merged frame per room and beat. */
@WebSocketGateway({
  namespace: '/live',
  cors: false,
  transports: ['websocket', 'polling'],
  serveClient: false,
  maxHttpBufferSize: MOST_BYTES,
})
export class LiveGateway implements OnGatewayInit, OnGatewayConnection, OnApplicationShutdown {
  @WebSocketServer() private readonly server!: Namespace<
    ClientToServer,
    ServerToClient,
    Record<string, never>,
    SocketData
  >;
  private readonly log = new Logger(LiveGateway.name);
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly auth: AuthService,
    private readonly divisions: DivisionsService,
    private readonly events: EventLog,
    private readonly feed: FactFeed,
    private readonly positions: Positions,
  ) {}

  async afterInit(server: Namespace): Promise<void> {
    server.use((socket, next) => void this.admit(socket as unknown as LiveSocket).then(() => next(), next));
    this.auth.onRevoked((userId, sessionId) => this.sendAway(userId, sessionId));
    this.timers.push(
      setInterval(() => this.sendFrames(), BEAT_MS),
      setInterval(() => void this.review(), REVIEW_MS),
    );
    await this.feed.begin((fact) => this.sendFact(fact));
  }

  handleConnection(socket: LiveSocket): void {
    socket.on('watch', (request, answer) => {
      if (typeof answer !== 'function') return;
      const watched = socket.data.watching.then(() => this.watch(socket, request));
      socket.data.watching = watched.catch(() => undefined);
      watched.then(answer, (error: unknown) => answer({ error: this.errorOf(error) }));
    });
  }

  onApplicationShutdown(): void {
    for (const timer of this.timers) clearInterval(timer);
    this.server?.disconnectSockets(true);
  }

  get sockets(): number {
    return this.server?.sockets.size ?? 0;
  }

  private get all(): Iterable<LiveSocket> {
    return this.server.sockets.values() as Iterable<LiveSocket>;
  }

  private async admit(socket: LiveSocket): Promise<void> {
    const token: unknown = (socket.handshake.auth as { token?: unknown }).token;
    try {
      const caller = await this.auth.callerOfToken(typeof token === 'string' ? token : '');
      const { permissions } = caller.actor;
      if (!permissions.has('devices.read') && !permissions.has('events.read')) throw notForThisRole();
      const nothing = { path: null, lastFactId: 0, replaying: false, behindSince: null };
      socket.data = { caller, ...nothing, watching: Promise.resolve() };
    } catch (error) {
      throw Object.assign(new Error('unauthorized'), { data: this.errorOf(error) });
    }
  }

  /** Joins the room, then replays what the client missed, then lets new facts through. */
  private async watch(socket: LiveSocket, request: unknown): Promise<WatchResult> {
    const parsed = Watch.safeParse(request);
    if (!parsed.success) throw badWatch();
    const { division, after } = parsed.data;
    const { data } = socket;
    const path = this.divisions.pathWithin(data.caller.actor.scope, division);
    if (data.path !== null) await socket.leave(roomOf(data.path));
    data.path = path;
    data.replaying = true;
    try {
      await socket.join(roomOf(path));
      const result = await this.replay(socket, path, after);
      this.sendEverything(socket, path);
      return result;
    } finally {
      data.replaying = false;
    }
  }

  private async replay(socket: LiveSocket, path: string, after: number | undefined): Promise<WatchResult> {
    const division = path.split('/').at(-1)!;
    const last = await this.events.last();
    const missed = after !== undefined && after < last ? await this.events.count(after, path, MOST_REPLAYED + 1) : 0;
    // also for whoever knows facts that are not in this log, such as that of the database before
    const complete = after === undefined || (after <= last && missed <= MOST_REPLAYED);
    let id = complete ? (after ?? last) : last;
    let replayed = 0;
    while (id < last) {
      const facts = await this.events.after(id, PAGE, path);
      replayed += this.emitFacts(socket, facts);
      id = facts.at(-1)?.id ?? last;
      if (facts.length < PAGE) break;
    }
    return { division, eventId: await this.catchUp(socket, path, id), replayed, complete };
  }

  /** Emits what lies between the replay and what the other sockets have; from there the room's facts follow. */
  private async catchUp(socket: LiveSocket, path: string, from: number): Promise<number> {
    let id = from;
    for (let target = this.feed.position ?? id; id < target; target = this.feed.position ?? id) {
      const facts = await this.events.after(id, PAGE, path);
      this.emitFacts(socket, facts);
      id = facts.length < PAGE ? Math.max(target, facts.at(-1)?.id ?? 0) : facts.at(-1)!.id;
    }
    // no await between the check above and this: no fact can slip through in between
    socket.data.lastFactId = id;
    socket.data.replaying = false;
    return id;
  }

  private emitFacts(socket: LiveSocket, facts: readonly Fact[]): number {
    const told = facts.filter((fact) => mayKnow(socket, fact));
    for (const fact of told) socket.emit('fact', fact);
    return told.length;
  }

  private sendFact(fact: Fact): void {
    const paths = pathsAbove(fact.divisionPath);
    for (const socket of this.all) {
      const { path, replaying, lastFactId } = socket.data;
      if (path === null || replaying || fact.id <= lastFactId || !paths.includes(path)) continue;
      socket.data.lastFactId = fact.id;
      if (!mayKnow(socket, fact)) continue;
      if (waitingOf(socket) > MOST_WAITING) socket.disconnect(true);
      else socket.emit('fact', fact);
    }
  }

  /** The newest sample of all: what moved while the client was away, or between its snapshot and now. */
  private sendEverything(socket: LiveSocket, path: string): void {
    socket.data.behindSince = null;
    void socket.leave(BEHIND);
    if (!socket.data.caller.actor.permissions.has('devices.read')) return;
    const samples = this.positions.all(path);
    if (samples.length > 0) socket.emit('samples', { t: Date.now(), samples });
  }

  /** One frame a room; a socket whose last frame has not left yet gets the newest of everything it missed later. */
  private sendFrames(): void {
    const watched = new Set<string>();
    const slow: LiveSocket[] = [];
    const { beat } = this.positions;
    for (const socket of this.all) {
      const { path, caller, behindSince } = socket.data;
      if (path === null) continue;
      if (!caller.actor.permissions.has('devices.read')) void socket.join(BEHIND);
      else if (isBusy(socket)) {
        socket.data.behindSince ??= beat;
        void socket.join(BEHIND);
      } else if (behindSince !== null) slow.push(socket);
      watched.add(path);
    }
    const frames = this.positions.frames(watched);
    const t = Date.now();
    for (const [path, samples] of frames) this.server.to(roomOf(path)).except(BEHIND).emit('samples', { t, samples });
    for (const socket of slow) {
      const samples = this.positions.since(socket.data.behindSince!, socket.data.path!);
      socket.data.behindSince = null;
      void socket.leave(BEHIND);
      if (samples.length > 0) socket.emit('samples', { t, samples });
    }
  }

  private async review(): Promise<void> {
    for (const socket of this.all) {
      const { caller } = socket.data;
      await this.auth.me(caller).catch((error: unknown) => {
        if (error instanceof Refusal && error.status === 401) this.sendAway(caller.actor.userId, caller.sessionId);
      });
    }
  }

  /** `sessionId` null: every session of the person. */
  private sendAway(userId: string, sessionId: string | null): void {
    for (const socket of this.all) {
      const { caller } = socket.data;
      if (caller.actor.userId !== userId || (sessionId !== null && caller.sessionId !== sessionId)) continue;
      socket.emit('bye', {
        code: 'session_ended',
        detail: '登录已失效，请重新登录',
        detailEn: 'the session has ended: sign in again',
      });
      socket.disconnect(true);
    }
  }

  private errorOf(error: unknown): LiveError {
    const explained = explain(error, 'live');
    if (explained.fault) this.log.warn({ message: 'a socket was refused', error: (error as Error).message });
    return liveErrorOf(explained);
  }
}

/** Facts about devices are for whoever sees devices; those about people for whoever reads the log. */
function mayKnow(socket: LiveSocket, fact: Fact): boolean {
  const { permissions } = socket.data.caller.actor;
  return permissions.has('events.read') || (fact.name.startsWith('device.') && permissions.has('devices.read'));
}

interface Connection {
  writeBuffer: unknown[];
  transport: { writable: boolean };
}

/** How many packets have not left this process. */
function waitingOf(socket: LiveSocket): number {
  return (socket.conn as unknown as Connection).writeBuffer.length;
}

/** True while something sent before has not left this process. */
function isBusy(socket: LiveSocket): boolean {
  return waitingOf(socket) > 0 || !(socket.conn as unknown as Connection).transport.writable;
}

function roomOf(path: string): string {
  return `division:${path}`;
}

function badWatch(): Refusal {
  return new Refusal(
    400,
    'bad_watch',
    '订阅请求无效：需要 {division?, after?}',
    'the watch request must be {division?, after?}',
  );
}

function notForThisRole(): Refusal {
  const zh = '您的角色不能查看实时画面，如需使用请联系系统管理员';
  return new Refusal(403, 'forbidden', zh, 'your roles may not see the live picture: ask the system administrator');
}
