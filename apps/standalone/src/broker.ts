import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Aedes, type AedesPublishPacket, type Client, type PublishPacket, type Subscription } from 'aedes';
import type { BrokerAccess, BrokerIdentity } from '../../server/src/broker/broker-access.js';
import { Backlog } from './broker.backlog.js';
import { FrameWatch } from './broker.frame.js';
import { type BrokerLog, quietLog } from './broker.quiet-log.js';
import { reasonOf } from './cannot-start.js';
import { cannotListen, MQTT_PORT } from './ports.js';

export interface BrokerOptions {
  host: string;
  /** 0: any free one, in tests. Never moved silently: devices know it. */
  port: number;
  access: BrokerAccess;
  log: BrokerLog;
  /** Messages kept for sessions that are away or slow; see `BacklogLimits`. */
  backlog?: { device: number; service: number };
}

/** Bytes of one MQTT packet; the largest real messages of docks are some 100 kB. */
const MAX_PACKET = 1 << 20;
/** A device that takes nothing for so long is cut, or it would hold up whoever publishes to it. */
const DEVICE_DRAIN_MS = 10_000;
/** Where a refused message goes: below `$SYS/` no wildcard reaches, and `$` filters are refused. */
const REFUSED_TOPIC = '$SYS/refused';
/** After so long without its session the server is taken for gone, and publishers wait for it no more. */
const SERVICE_AWAY_MS = 300_000;
const BACKLOG = { device: 1_000, service: 20_000 };

/** Starts the MQTT 3.1.1 broker inside this process. Throws `CannotStart` when the port cannot be had. */
export async function startBroker(options: BrokerOptions): Promise<EmbeddedBroker> {
  const aedes = await Aedes.createBroker({ concurrency: 1000, drainTimeout: DEVICE_DRAIN_MS, connectTimeout: 10_000 });
  const broker = new EmbeddedBroker(aedes, options);
  await broker.listen();
  return broker;
}

interface Connection {
  identity: BrokerIdentity;
  remote: string;
}

/** The broker with the product's rules: every connection has an account, every topic is checked. See `startBroker`. */
export class EmbeddedBroker {
  port = 0;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  /** Kept beyond the end of a connection: its will is checked after that. */
  private readonly connections = new WeakMap<Client, Connection>();
  private readonly live = new Map<Client, Connection>();
  private closing = false;
  /** Client ids of the server's own sessions, and when they were last connected. */
  private readonly services = new Map<string, number>();
  private readonly backlog: Backlog;
  private readonly unsubscribe: () => void;
  private readonly log: BrokerLog;

  constructor(
    private readonly aedes: Aedes,
    private readonly options: BrokerOptions,
  ) {
    this.log = quietLog(options.log, 60_000);
    this.server = createServer((socket) => this.accept(socket));
    this.backlog = new Backlog(
      aedes,
      options.backlog ?? BACKLOG,
      (clientId) => Date.now() - (this.services.get(clientId) ?? 0) < SERVICE_AWAY_MS,
      (clientId) => this.log('broker.queue_full', { clientId }),
    );
    this.unsubscribe = options.access.onRevoked((username) => this.cut(username));
    this.install();
  }

  /** Address for clients on this machine. */
  get url(): string {
    const { host } = this.options;
    const open = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
    return `mqtt://${open.includes(':') ? `[${open}]` : open}:${this.port}`;
  }

  /** Connections with an account, the server's own included. */
  get size(): number {
    return this.live.size;
  }

  async listen(): Promise<void> {
    const { host, port } = this.options;
    this.server.listen({ host, port });
    try {
      await once(this.server, 'listening');
    } catch (error) {
      await this.close();
      throw cannotListen(host, port, MQTT_PORT, error as NodeJS.ErrnoException);
    }
    this.port = (this.server.address() as AddressInfo).port;
  }

  /**
   * The first half of ending: devices are cut and told nobody, then the server gets what was acknowledged to them, for at
   * most `limitMs`.
   */
  async drain(limitMs = 5_000): Promise<void> {
    this.closing = true;
    this.server.close();
    for (const [client, { identity }] of this.live) if (identity.kind === 'gateway') client.close();
    for (const deadline = Date.now() + limitMs; this.backlog.serviceSize > 0 && Date.now() < deadline;) await delay(10);
  }

  /** Cuts every connection; wills of devices are not sent, since nobody is left to hear them. */
  async close(): Promise<void> {
    this.closing = true;
    this.unsubscribe();
    this.backlog.close();
    const closed = new Promise<void>((fulfil) => this.server.close(() => fulfil()));
    await new Promise<void>((fulfil) => this.aedes.close(fulfil));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private accept(socket: Socket): void {
    this.sockets.add(socket);
    socket.setNoDelay(true);
    socket.once('close', () => this.sockets.delete(socket));
    const watch = new FrameWatch(MAX_PACKET);
    const read = socket.read.bind(socket);
    socket.read = (size?: number) => {
      const chunk = read(size) as Buffer | null;
      if (chunk === null || watch.accept(chunk)) return chunk;
      this.log('broker.packet_too_large', { remote: remoteOf(socket), limitBytes: MAX_PACKET });
      socket.destroy();
      return null;
    };
    this.aedes.handle(socket);
  }

  private install(): void {
    const { aedes } = this;
    aedes.preConnect = (_client, packet, done) => {
      // a client id counts within its account only, so that no account can take over another one's session
      if (packet.clientId) packet.clientId = `${packet.username ?? ''}/${packet.clientId}`;
      done(null, true);
    };
    aedes.authenticate = (client, username, password, done) => void this.authenticate(client, username, password, done);
    aedes.authorizePublish = (client, packet, done) => this.authorizePublish(client, packet, done);
    aedes.authorizeSubscribe = (client, subscription, done) =>
      done(null, this.authorizeSubscribe(client, subscription));
    aedes.authorizeForward = (_client, packet: AedesPublishPacket) => packet;
    aedes.on('client', (client) => this.connected(client));
    aedes.on('clientError', (client, error) =>
      this.log('broker.client_error', { ...this.about(client), reason: error.message }),
    );
    aedes.on('connectionError', (client, error) =>
      this.log('broker.connection_refused', { remote: remoteOf(client.conn as Socket), reason: error.message }),
    );
  }

  private async authenticate(
    client: Client,
    username: string | undefined,
    password: Buffer | undefined,
    done: Parameters<Aedes['authenticate']>[3],
  ): Promise<void> {
    const remote = remoteOf(client.conn as Socket);
    try {
      const identity = await this.options.access.authenticate(username, password);
      if (identity) {
        this.admit(client, { identity, remote });
        return done(null, true);
      }
      this.log('broker.credentials_refused', { username: username ?? null, remote });
      done(refusal(4, 'bad user name or password'), false);
    } catch (error) {
      this.log('broker.credentials_unknown', { username: username ?? null, remote, reason: reasonOf(error) });
      done(refusal(3, 'accounts cannot be read now'), false);
    }
  }

  private admit(client: Client, connection: Connection): void {
    for (const [other, { remote }] of this.live) {
      if (other.id !== client.id) continue;
      const { username } = connection.identity;
      this.log('broker.taken_over', { clientId: client.id, username, from: remote, by: connection.remote });
    }
    this.connections.set(client, connection);
    if (client.closed) return;
    this.live.set(client, connection);
    // the broker's own event is not sent for a connection that ends before it is registered
    client.conn.once('close', () => this.disconnected(client, connection.identity));
  }

  private authorizePublish(client: Client | null, packet: PublishPacket, done: (error?: Error | null) => void): void {
    const identity = client && this.connections.get(client)?.identity;
    if (!identity || !this.mayPublish(identity, packet)) {
      // an error here would cut the connection; the device must keep it, and be acknowledged
      packet.topic = REFUSED_TOPIC;
      packet.payload = Buffer.alloc(0);
      packet.retain = false;
      return done(null);
    }
    if (identity.kind === 'service') return done(null);
    // what a device retained would greet later subscribers as if it were new
    packet.retain = false;
    if (packet.qos === 0) done(null);
    else this.backlog.whenRoom(() => done(null));
  }

  private mayPublish(identity: BrokerIdentity, { topic, payload }: PublishPacket): boolean {
    // what a device says after it was cut is its will: our ending is not the loss of the device
    if (this.closing && identity.kind === 'gateway') return false;
    if (!topic.startsWith('$') && this.options.access.mayPublish(identity, topic)) return true;
    this.options.access.refused(identity, topic, payload as Buffer);
    return false;
  }

  private authorizeSubscribe(client: Client, subscription: Subscription): Subscription | null {
    const identity = this.connections.get(client)?.identity;
    if (
      identity &&
      !subscription.topic.startsWith('$') &&
      this.options.access.maySubscribe(identity, subscription.topic)
    ) {
      return subscription;
    }
    this.log('broker.subscription_refused', { ...this.about(client), filter: subscription.topic });
    return null;
  }

  private connected(client: Client): void {
    const connection = this.connections.get(client);
    if (connection?.identity.kind !== 'service') return;
    if (!client.clean) this.services.set(client.id, Number.POSITIVE_INFINITY);
    // publishers are meant to wait for the server, however long its database is away: no drain limit
    const waiting: ((error: null, client: Client) => void)[] = [];
    Object.assign(client, {
      waitForDrain: (go: (error: null, client: Client) => void) => {
        waiting.push(go);
        if (waiting.length > 1) return;
        client.conn.once('drain', () => {
          for (const each of waiting.splice(0)) setImmediate(each, null, client);
        });
      },
    });
  }

  private disconnected(client: Client, identity: BrokerIdentity): void {
    if (!this.live.delete(client)) return;
    if (identity.kind === 'service' && this.services.has(client.id)) this.services.set(client.id, Date.now());
    const rest = [...this.live.values()].some((other) => other.identity.username === identity.username);
    if (!rest && !this.closing) this.options.access.disconnected(identity);
  }

  private cut(username: string): void {
    for (const [client, { identity, remote }] of this.live) {
      if (identity.username !== username) continue;
      this.log('broker.account_cut', { username, remote });
      client.close();
    }
  }

  private about(client: Client): Record<string, unknown> {
    const connection = this.connections.get(client);
    return { clientId: client.id, username: connection?.identity.username ?? null, remote: connection?.remote ?? null };
  }
}

function remoteOf(socket: Socket): string {
  return `${socket.remoteAddress ?? '?'}:${socket.remotePort ?? '?'}`;
}

/** A refusal of CONNECT with its return code (MQTT 3.1.1 §3.2.2.3): 3 unavailable, 4 bad credentials. */
function refusal(returnCode: number, message: string) {
  return Object.assign(new Error(message), { returnCode });
}
