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
import { type Actor } from '../auth/actor.js';
import { AuthService } from '../auth/auth.service.js';
import { Refusal } from '../common/refusal.js';
import { Notifications } from '../database/notifications.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { EventLog, EVENTS_CHANNEL } from '../events/event-log.js';
import { pathsAbove, Positions } from './positions.js';

interface SocketData {
  actor: Actor;
  /** Path of the watched division; null before the first `watch`. */
  path: string | null;
  /** Newest fact id sent to this socket. */
  lastFactId: number;
  /** Facts wait here while older ones are replayed. */
  replaying: boolean;
  /** First beat whose frame this socket could not take; null while it keeps up. */
  behindSince: number | null;
}
type LiveSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, SocketData>;

const BEAT_MS = 250;
/** More missed facts than this are not replayed: the client takes a new snapshot. */
const MOST_REPLAYED = 5_000;
const PAGE = 500;
/** Room of the sockets that cannot take a frame now. */
const BEHIND = 'behind';

/** Pushes facts in order, without gap or repeat, and samples as one merged frame per room and beat. */
@WebSocketGateway({ namespace: '/live', cors: false, transports: ['websocket', 'polling'], serveClient: false })
export class LiveGateway implements OnGatewayInit, OnGatewayConnection, OnApplicationShutdown {
  @WebSocketServer() private readonly server!: Namespace<
    ClientToServer,
    ServerToClient,
    Record<string, never>,
    SocketData
  >;
  private readonly log = new Logger(LiveGateway.name);
  private beat: NodeJS.Timeout | null = null;
  private lastFactId = 0;
  private reading: Promise<void> | null = null;
  private readAgain = false;

  constructor(
    private readonly auth: AuthService,
    private readonly divisions: DivisionsService,
    private readonly events: EventLog,
    private readonly notifications: Notifications,
    private readonly positions: Positions,
  ) {}

  async afterInit(server: Namespace): Promise<void> {
    server.use((socket, next) => void this.admit(socket as unknown as LiveSocket).then(() => next(), next));
    this.lastFactId = await this.events.last();
    await this.notifications.listen(EVENTS_CHANNEL, () => void this.readFacts());
    this.auth.onRevoked((userId) => this.sendAway(userId));
    this.beat = setInterval(() => this.sendFrames(), BEAT_MS);
  }

  handleConnection(socket: LiveSocket): void {
    socket.on('watch', (request, answer) => {
      if (typeof answer !== 'function') return;
      this.watch(socket, request).then(answer, (error: unknown) => answer({ error: errorOf(error) }));
    });
  }

  onApplicationShutdown(): void {
    if (this.beat) clearInterval(this.beat);
    this.server?.disconnectSockets(true);
  }

  get sockets(): number {
    return this.server?.sockets.size ?? 0;
  }

  private async admit(socket: LiveSocket): Promise<void> {
    const token: unknown = (socket.handshake.auth as { token?: unknown }).token;
    try {
      const actor = await this.auth.actorOfToken(typeof token === 'string' ? token : '');
      socket.data = { actor, path: null, lastFactId: 0, replaying: false, behindSince: null };
    } catch (error) {
      throw Object.assign(new Error('unauthorized'), { data: errorOf(error) });
    }
  }

  /** Joins the room, then replays what the client missed, then lets new facts through. */
  private async watch(socket: LiveSocket, request: unknown): Promise<WatchResult> {
    const parsed = Watch.safeParse(request);
    if (!parsed.success) {
      throw new Refusal(
        400,
        'bad_watch',
        '订阅请求无效：需要 {division?, after?}',
        'the watch request must be {division?, after?}',
      );
    }
    const { division, after } = parsed.data;
    const data = socket.data;
    const path = this.divisions.pathWithin(data.actor.scope, division);
    if (data.path !== null) await socket.leave(roomOf(data.path));
    data.path = path;
    data.replaying = true;
    data.behindSince = null;
    try {
      await socket.join(roomOf(path));
      return await this.replay(socket, path, after);
    } finally {
      data.replaying = false;
    }
  }

  private async replay(socket: LiveSocket, path: string, after: number | undefined): Promise<WatchResult> {
    const division = path.split('/').at(-1)!;
    let id = after ?? (await this.events.last());
    let replayed = 0;
    while (replayed < MOST_REPLAYED) {
      const facts = await this.events.after(id, PAGE, path);
      for (const fact of facts) socket.emit('fact', fact);
      replayed += facts.length;
      id = facts.at(-1)?.id ?? id;
      if (facts.length < PAGE) break;
    }
    const complete = replayed < MOST_REPLAYED;
    // facts that were committed while we replayed, and that the room has already seen, come now
    if (complete) id = await this.catchUp(socket, path, id);
    return { division, eventId: id, replayed, complete };
  }

  /** Emits what lies between the replay and what the other sockets have; from there the room's facts follow. */
  private async catchUp(socket: LiveSocket, path: string, from: number): Promise<number> {
    let id = from;
    while (id < this.lastFactId) {
      const target = this.lastFactId;
      const facts = await this.events.after(id, MOST_REPLAYED, path);
      for (const fact of facts) socket.emit('fact', fact);
      id = Math.max(target, facts.at(-1)?.id ?? 0);
    }
    // no await between the check above and this: no fact can slip through in between
    socket.data.lastFactId = id;
    socket.data.replaying = false;
    return id;
  }

  /** Reads facts after the last one and sends them on; calls that come meanwhile are folded into one more read. */
  private async readFacts(): Promise<void> {
    if (this.reading) {
      this.readAgain = true;
      return this.reading;
    }
    this.reading = this.sendNewFacts()
      .catch((error: Error) => {
        this.log.warn({ message: 'facts could not be read; trying again', error: error.message });
        setTimeout(() => void this.readFacts(), 500).unref();
      })
      .finally(() => {
        this.reading = null;
        if (this.readAgain) {
          this.readAgain = false;
          void this.readFacts();
        }
      });
    return this.reading;
  }

  private async sendNewFacts(): Promise<void> {
    for (;;) {
      const facts = await this.events.after(this.lastFactId, PAGE);
      for (const fact of facts) {
        this.lastFactId = fact.id;
        this.sendFact(fact);
      }
      if (facts.length < PAGE) return;
    }
  }

  private sendFact(fact: Fact): void {
    const rooms = new Set(pathsAbove(fact.divisionPath).map(roomOf));
    for (const socket of this.server.sockets.values() as Iterable<LiveSocket>) {
      const { path, replaying, lastFactId } = socket.data;
      if (path === null || replaying || fact.id <= lastFactId || !rooms.has(roomOf(path))) continue;
      socket.data.lastFactId = fact.id;
      socket.emit('fact', fact);
    }
  }

  /** One frame a room; a socket whose last frame has not left yet gets the newest of everything it missed later. */
  private sendFrames(): void {
    const watched = new Set<string>();
    const slow: LiveSocket[] = [];
    const beat = this.positions.beat;
    for (const socket of this.server.sockets.values() as Iterable<LiveSocket>) {
      if (socket.data.path === null) continue;
      watched.add(socket.data.path);
      if (isBusy(socket)) {
        socket.data.behindSince ??= beat;
        void socket.join(BEHIND);
      } else if (socket.data.behindSince !== null) slow.push(socket);
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

  private sendAway(userId: string): void {
    for (const socket of this.server.sockets.values() as Iterable<LiveSocket>) {
      if (socket.data.actor.userId !== userId) continue;
      socket.emit('bye', {
        code: 'session_ended',
        detail: '登录已失效，请重新登录',
        detailEn: 'the session has ended: sign in again',
      });
      socket.disconnect(true);
    }
  }
}

/** True while something sent before has not left this process. */
function isBusy(socket: LiveSocket): boolean {
  const connection = socket.conn as unknown as { writeBuffer: unknown[]; transport: { writable: boolean } };
  return connection.writeBuffer.length > 0 || !connection.transport.writable;
}

function roomOf(path: string): string {
  return `division:${path}`;
}

function errorOf(error: unknown): LiveError {
  if (error instanceof Refusal) return { code: error.code, detail: error.zh, detailEn: error.en };
  return {
    code: 'internal',
    detail: '服务暂时不可用，请稍后重试',
    detailEn: 'the service is not available now: try again',
  };
}
