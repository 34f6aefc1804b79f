import { type Aedes, type AedesPublishPacket } from 'aedes';

/** The part of the broker's session store that holds what subscribers have not acknowledged yet. */
interface SessionStore {
  outgoingEnqueueCombi(subscriptions: { clientId: string }[], packet: AedesPublishPacket): Promise<void>;
  outgoingClearMessageId(client: { id: string }, packet: object): Promise<object | undefined>;
}

/** How much may wait for a session that keeps its messages while it is away. */
export interface BacklogLimits {
  /** A device's session: what exceeds it is dropped, oldest kept. */
  device: number;
  /** The server's session: publishers are held back at this many, and let go at half of it. */
  service: number;
}

/**
 * Bounds the memory of persistent sessions. The broker's own store keeps every QoS 1 message for an absent subscriber
 * without limit; here a device's queue is cut, and for the server's queue the publishers wait instead, unacknowledged.
 */
export class Backlog {
  private readonly devices = new Map<string, number>();
  private readonly services = new Map<string, number>();
  private readonly held: (() => void)[] = [];
  private readonly timer: NodeJS.Timeout;

  /**
   * `isService` says whether a client id is a session of the server that publishers must wait for; when it stops
   * saying so (the session was given up), its queue is treated as a device's.
   */
  constructor(
    broker: Aedes,
    private readonly limits: BacklogLimits,
    private readonly isService: (clientId: string) => boolean,
    private readonly onDropped: (clientId: string) => void,
  ) {
    const store = (broker as unknown as { persistence: SessionStore }).persistence;
    const enqueue = store.outgoingEnqueueCombi.bind(store);
    const clear = store.outgoingClearMessageId.bind(store);
    store.outgoingEnqueueCombi = (subscriptions, packet) =>
      enqueue(
        subscriptions.filter((each) => this.add(each.clientId)),
        packet,
      );
    store.outgoingClearMessageId = async (client, packet) => {
      const cleared = await clear(client, packet);
      if (cleared) this.remove(client.id);
      return cleared;
    };
    this.timer = setInterval(() => this.release(), 1_000).unref();
  }

  /** Messages that wait for a session, delivered but unacknowledged ones included. */
  size(clientId: string): number {
    return this.services.get(clientId) ?? this.devices.get(clientId) ?? 0;
  }

  /** Messages that the server has not acknowledged yet. */
  get serviceSize(): number {
    let sum = 0;
    for (const count of this.services.values()) sum += count;
    return sum;
  }

  /** Calls `go` now, or once the server has caught up. */
  whenRoom(go: () => void): void {
    if (this.held.length === 0 && !this.isFull(1)) go();
    else this.held.push(go);
  }

  /** Lets everybody go. */
  close(): void {
    clearInterval(this.timer);
    for (const go of this.held.splice(0)) go();
  }

  private add(clientId: string): boolean {
    if (this.isService(clientId)) {
      this.services.set(clientId, this.size(clientId) + 1);
      return true;
    }
    const count = this.size(clientId);
    if (count >= this.limits.device) {
      this.onDropped(clientId);
      return false;
    }
    this.devices.set(clientId, count + 1);
    return true;
  }

  private remove(clientId: string): void {
    const counts = this.services.has(clientId) ? this.services : this.devices;
    const count = this.size(clientId) - 1;
    if (count > 0) counts.set(clientId, count);
    else counts.delete(clientId);
    if (counts === this.services) this.release();
  }

  private release(): void {
    for (const clientId of this.services.keys()) {
      if (this.isService(clientId)) continue;
      this.devices.set(clientId, this.size(clientId));
      this.services.delete(clientId);
    }
    if (this.held.length > 0 && !this.isFull(0.5)) for (const go of this.held.splice(0)) setImmediate(go);
  }

  private isFull(share: number): boolean {
    for (const count of this.services.values()) if (count >= this.limits.service * share) return true;
    return false;
  }
}
