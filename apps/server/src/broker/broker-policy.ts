import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type BrokerAccess, type BrokerIdentity } from './broker-access.js';
import { BrokerDirectory } from './broker-directory.js';
import { brokerPassword, hashBrokerPassword, matchesBrokerPassword } from './broker-password.js';
import { isReadable, isUplink, productTopic, type Relation } from './broker-rules.js';
import { RefusedTopics } from './refused-topics.js';

/** Devices that nobody has named yet and for which one gateway may speak: first contact, or OSD ahead of `update_topo`. */
const MOST_PROVISIONAL = 8;
/** A provisional child that is silent for this long is given up. */
const PROVISIONAL_MS = 600_000;

/** User name of the server at the broker in its own process; the password is new at every start and never stored. */
const SERVICE_USERNAME = 'xunhang-server';

/** The rules of the broker, answered from memory. */
@Injectable()
export class BrokerPolicy implements BrokerAccess {
  private readonly servicePassword = Buffer.from(randomBytes(32).toString('base64url'));
  private readonly provisional = new Map<string, Map<string, number>>();
  private readonly disconnectListeners = new Set<(identity: BrokerIdentity) => void>();
  private nobody: Promise<string> | null = null;

  constructor(
    private readonly directory: BrokerDirectory,
    private readonly refusals: RefusedTopics,
  ) {}

  /** Credentials with which the server of this process, and only of this process, connects to the embedded broker. */
  serviceCredentials(): { username: string; password: string } {
    return { username: SERVICE_USERNAME, password: this.servicePassword.toString() };
  }

  async authenticate(username: string | undefined, password: Buffer | undefined): Promise<BrokerIdentity | null> {
    if (username === undefined || password === undefined) return null;
    if (username === SERVICE_USERNAME)
      return this.isService(password) ? { username, kind: 'service', gatewaySn: null } : null;
    const found = await this.check(username, password);
    if (found) return found;
    // a read that begins after this attempt: one that is under way may have begun before the account was there
    await this.directory.refresh().catch(() => undefined);
    return this.check(username, password);
  }

  mayPublish(identity: BrokerIdentity, topic: string): boolean {
    if (identity.kind === 'service') return true;
    const parsed = productTopic(topic);
    if (!parsed) return false;
    // The kind of topic first: a refused one must not make its serial number a provisional child.
    if (!isUplink(parsed, parsed.sn === identity.gatewaySn ? 'own' : 'child')) return false;
    return this.relation(identity, parsed.sn) !== null;
  }

  maySubscribe(identity: BrokerIdentity, filter: string): boolean {
    if (identity.kind === 'service') return true;
    const parsed = productTopic(filter);
    if (!parsed || !isReadable(parsed, parsed.sn === identity.gatewaySn ? 'own' : 'child')) return false;
    return this.relation(identity, parsed.sn) !== null;
  }

  onRevoked(listener: (username: string) => void): () => void {
    return this.directory.onRevoked(listener);
  }

  /** Calls back when a connection of a gateway ends: a hint for presence, earlier than silence. */
  onDisconnected(listener: (identity: BrokerIdentity) => void): () => void {
    this.disconnectListeners.add(listener);
    return () => this.disconnectListeners.delete(listener);
  }

  disconnected(identity: BrokerIdentity): void {
    for (const listener of this.disconnectListeners) listener(identity);
  }

  refused(identity: BrokerIdentity, topic: string, payload: Buffer): void {
    this.refusals.count(identity, topic, payload);
  }

  private relation({ gatewaySn }: BrokerIdentity, sn: string): Relation | null {
    if (gatewaySn === null) return null;
    if (sn === gatewaySn) return 'own';
    const holder = this.directory.holder(sn);
    if (holder) return holder.parentSn === gatewaySn || holder.linkedTo === gatewaySn ? 'child' : null;
    if (this.directory.isGateway(sn)) return null;
    return this.takeProvisionally(gatewaySn, sn) ? 'child' : null;
  }

  /** Lets a gateway speak for a serial number that nobody holds, unless another gateway does so already. */
  private takeProvisionally(gatewaySn: string, sn: string): boolean {
    const now = Date.now();
    const children = this.provisional.get(gatewaySn) ?? new Map<string, number>();
    if (!children.has(sn)) {
      for (const [known, at] of children)
        if (now - at > PROVISIONAL_MS || this.directory.holder(known)) children.delete(known);
      if (children.size >= MOST_PROVISIONAL || this.isTaken(sn, now)) return false;
    }
    children.set(sn, now);
    this.provisional.set(gatewaySn, children);
    return true;
  }

  private isTaken(sn: string, now: number): boolean {
    for (const children of this.provisional.values()) {
      const at = children.get(sn);
      if (at !== undefined && now - at <= PROVISIONAL_MS) return true;
    }
    return false;
  }

  private async check(username: string, password: Buffer): Promise<BrokerIdentity | null> {
    const account = this.directory.account(username);
    // Nobody's hash is worked out as well: the time must not tell which serial numbers have an account.
    this.nobody ??= hashBrokerPassword(brokerPassword());
    const same = await matchesBrokerPassword(account?.passwordHash ?? (await this.nobody), password);
    return account && same ? { username, kind: account.kind, gatewaySn: account.gatewaySn } : null;
  }

  private isService(password: Buffer): boolean {
    return password.length === this.servicePassword.length && timingSafeEqual(password, this.servicePassword);
  }
}
