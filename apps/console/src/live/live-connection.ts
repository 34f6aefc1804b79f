import {
  LIVE_NAMESPACE,
  type ClientToServer,
  type LiveError,
  type LiveSnapshot,
  type ServerToClient,
  type WatchResult,
} from '#contracts';
import { io, type Socket } from 'socket.io-client';
import { getJson } from '../api/client.js';
import { session } from '../api/session.js';
import { livePicture } from './live-picture.js';

/** connecting: nothing to show yet; live: facts and samples arrive; reconnecting: what is shown is getting old. */
export type LivePhase = 'connecting' | 'live' | 'reconnecting';

export interface LiveState {
  phase: LivePhase;
  /** Why there is no live data, for the reader; null while all is well. */
  error: unknown;
}

const WATCH_TIMEOUT_MS = 15_000;
const RETRY_MS = 3_000;

/**
 * Keeps the picture alive over one socket: snapshot by REST, then everything after it. After a cut the server replays
 * the facts from the newest id we have; when the gap is too large it says so and a new snapshot is taken.
 */
class LiveConnection {
  #state: LiveState = { phase: 'connecting', error: null };
  #socket: Socket<ServerToClient, ClientToServer> | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  /** Counts starts, so that an answer of an ended session changes nothing. */
  #run = 0;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly state = (): LiveState => this.#state;

  start(): void {
    this.stop();
    const run = ++this.#run;
    this.#move({ phase: 'connecting', error: null });
    const socket: Socket<ServerToClient, ClientToServer> = io(LIVE_NAMESPACE, {
      auth: (answer) => answer({ token: session.token }),
      transports: ['websocket', 'polling'],
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
    });
    this.#socket = socket;
    socket.on('fact', (fact) => livePicture.fact(fact));
    socket.on('samples', (frame) => livePicture.frame(frame));
    socket.on('connect', () => void this.#watch(run));
    socket.on('disconnect', (reason) => {
      this.#interrupted(null);
      // The server closed it on purpose: Socket.IO does not come back by itself.
      if (reason === 'io server disconnect') void this.#renewThenConnect(run);
    });
    socket.on('connect_error', (error) => {
      this.#interrupted(error);
      // A refusal by the namespace stops Socket.IO's own retries; a fresh token may be all it takes.
      if (!socket.active) void this.#renewThenConnect(run);
    });
    socket.on('bye', (error: LiveError) => {
      this.#interrupted(error);
      void this.#renewThenConnect(run);
    });
  }

  stop(): void {
    this.#run += 1;
    clearTimeout(this.#retry);
    this.#socket?.removeAllListeners();
    this.#socket?.disconnect();
    this.#socket = null;
    livePicture.clear();
  }

  async #watch(run: number): Promise<void> {
    const socket = this.#socket;
    if (!socket) return;
    try {
      if (!livePicture.loaded) await this.#snapshot(run);
      for (;;) {
        const answer = await socket.timeout(WATCH_TIMEOUT_MS).emitWithAck('watch', { after: livePicture.eventId });
        if (run !== this.#run) return;
        if ('error' in answer) throw new Error(answer.error.detail);
        if ((answer as WatchResult).complete) break;
        await this.#snapshot(run);
      }
      this.#move({ phase: 'live', error: null });
    } catch (error) {
      if (run !== this.#run) return;
      this.#interrupted(error);
      clearTimeout(this.#retry);
      this.#retry = setTimeout(() => socket.connected && void this.#watch(run), RETRY_MS);
    }
  }

  async #snapshot(run: number): Promise<void> {
    const snapshot = await getJson<LiveSnapshot>('/api/v1/live/snapshot');
    if (run === this.#run) livePicture.reset(snapshot);
  }

  async #renewThenConnect(run: number): Promise<void> {
    clearTimeout(this.#retry);
    try {
      const alive = await session.refresh();
      if (run !== this.#run || !alive) return;
      this.#retry = setTimeout(() => this.#socket?.disconnect().connect(), 300);
    } catch {
      if (run === this.#run) this.#retry = setTimeout(() => void this.#renewThenConnect(run), RETRY_MS);
    }
  }

  #interrupted(error: unknown): void {
    this.#move({ phase: livePicture.loaded ? 'reconnecting' : 'connecting', error });
  }

  #move(next: LiveState): void {
    if (next.phase === this.#state.phase && next.error === this.#state.error) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }
}

export const liveConnection = new LiveConnection();
