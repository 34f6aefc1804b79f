import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Notifications } from '../database/notifications.js';
import { ACCOUNTS_CHANNEL } from './broker-accounts.js';

/** PostgreSQL channel told of every change of `devices` and `device_links`. */
const TOPOLOGY_CHANNEL = 'topology';
/** Notifications that come in a burst are answered by one read in this time. */
const SPACING_MS = 200;
/** Should a notification be lost, this is how long the directory can be behind. */
const REREAD_MS = 30_000;
const EXPIRY_MS = 1_000;

export interface AccountRecord {
  username: string;
  kind: 'gateway' | 'service';
  gatewaySn: string | null;
  passwordHash: string;
  disabled: boolean;
  /** Milliseconds since 1970. */
  expiresAt: number | null;
}

/** Who holds a serial number: the gateway it is registered under, and the gateway that last said it carries it. */
export interface Holder {
  parentSn: string | null;
  linkedTo: string | null;
}

/** Accounts and topology in memory, so that the rules are answered at each packet without the database. */
@Injectable()
export class BrokerDirectory implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger(BrokerDirectory.name);
  private accounts = new Map<string, AccountRecord>();
  private gateways = new Set<string>();
  private holders = new Map<string, Holder>();
  private usable = new Set<string>();
  private readonly changeListeners = new Set<() => void>();
  private readonly revokedListeners = new Set<(username: string) => void>();
  private readonly timers: NodeJS.Timeout[] = [];
  private reading: Promise<void> | null = null;
  private waiting: Promise<void> | null = null;
  private readAt = 0;
  private failing = false;
  private closed = false;

  constructor(
    private readonly db: DataSource,
    private readonly notifications: Notifications,
  ) {}

  async onModuleInit(): Promise<void> {
    const refresh = () => void this.refresh().catch(() => undefined);
    await this.notifications.listen(ACCOUNTS_CHANNEL, refresh);
    await this.notifications.listen(TOPOLOGY_CHANNEL, refresh);
    await this.refresh();
    this.timers.push(
      setInterval(refresh, REREAD_MS),
      setInterval(() => this.review(), EXPIRY_MS),
    );
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    this.timers.forEach(clearInterval);
    await this.reading?.catch(() => undefined);
  }

  /** The account of a user name, if it may be used now. */
  account(username: string): AccountRecord | undefined {
    const account = this.accounts.get(username);
    return account && isUsable(account) ? account : undefined;
  }

  /** Every account that may be used now. */
  usableAccounts(): AccountRecord[] {
    return [...this.accounts.values()].filter(isUsable);
  }

  /** Who holds a serial number; undefined: nobody has heard of it. */
  holder(sn: string): Holder | undefined {
    return this.holders.get(sn);
  }

  isGateway(sn: string): boolean {
    return this.gateways.has(sn);
  }

  /** Serial numbers by the gateways that may speak for them. */
  children(): Map<string, string[]> {
    const children = new Map<string, string[]>();
    for (const [sn, { parentSn, linkedTo }] of this.holders) {
      for (const gateway of new Set([parentSn, linkedTo])) {
        if (gateway !== null && gateway !== sn) children.set(gateway, [...(children.get(gateway) ?? []), sn]);
      }
    }
    return children;
  }

  /** Calls back after accounts or topology changed. */
  onChange(listener: () => void): () => void {
    this.changeListeners.add(listener);
    return () => this.changeListeners.delete(listener);
  }

  /** Calls back when an account can no longer be used, or no longer with the password it was used with. */
  onRevoked(listener: (username: string) => void): () => void {
    this.revokedListeners.add(listener);
    return () => this.revokedListeners.delete(listener);
  }

  /** Reads everything anew; calls in a burst share one read. Resolves when a read that began after the call is done. */
  refresh(): Promise<void> {
    this.waiting ??= this.readNext();
    return this.waiting;
  }

  private async readNext(): Promise<void> {
    await this.reading?.catch(() => undefined);
    const pause = SPACING_MS - (Date.now() - this.readAt);
    if (pause > 0) await new Promise((resume) => setTimeout(resume, pause));
    this.waiting = null;
    if (this.closed) return;
    this.readAt = Date.now();
    this.reading = this.read();
    await this.reading;
  }

  private async read(): Promise<void> {
    try {
      const [accounts, holders] = await Promise.all([this.readAccounts(), this.readHolders()]);
      const before = this.accounts;
      this.accounts = accounts;
      this.holders = holders;
      this.gateways = new Set([...accounts.values()].map((account) => account.gatewaySn).filter((sn) => sn !== null));
      if (this.failing) this.log.log({ message: 'accounts and topology are read again' });
      this.failing = false;
      for (const [username, { passwordHash }] of before) {
        if (this.accounts.get(username)?.passwordHash !== passwordHash && this.usable.delete(username))
          this.tellRevoked(username);
      }
    } catch (error) {
      if (!this.failing)
        this.log.warn({ message: 'accounts and topology cannot be read, the last known hold', error: String(error) });
      this.failing = true;
      throw error;
    }
    this.review();
    for (const listener of this.changeListeners) listener();
  }

  /** Tells of accounts that could be used at the last look and cannot now. */
  private review(): void {
    const usable = new Set(this.usableAccounts().map((account) => account.username));
    const ended = [...this.usable].filter((username) => !usable.has(username));
    this.usable = usable;
    ended.forEach((username) => this.tellRevoked(username));
    if (ended.length > 0) for (const listener of this.changeListeners) listener();
  }

  private tellRevoked(username: string): void {
    this.log.debug({ message: 'broker account can no longer be used as it was', username });
    for (const listener of this.revokedListeners) listener(username);
  }

  private async readAccounts(): Promise<Map<string, AccountRecord>> {
    const rows: AccountRecord[] = await this.db.query(
      `SELECT username, kind, gateway_sn AS "gatewaySn", password_hash AS "passwordHash", disabled,
              extract(epoch FROM expires_at)::float8 * 1000 AS "expiresAt" FROM broker_accounts`,
    );
    return new Map(rows.map((row) => [row.username, row]));
  }

  private async readHolders(): Promise<Map<string, Holder>> {
    const rows: { sn: string; parentSn: string | null; linkedTo: string | null }[] = await this.db.query(
      `SELECT coalesce(d.sn, l.sn) AS sn, d.parent_sn AS "parentSn", l.gateway_sn AS "linkedTo"
       FROM (SELECT sn, parent_sn FROM devices WHERE status = 'registered') d FULL JOIN device_links l ON l.sn = d.sn`,
    );
    return new Map(rows.map(({ sn, parentSn, linkedTo }) => [sn, { parentSn, linkedTo }]));
  }
}

function isUsable(account: AccountRecord): boolean {
  return !account.disabled && (account.expiresAt === null || account.expiresAt > Date.now());
}
