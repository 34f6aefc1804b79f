import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type DeviceKind } from '#contracts';
import { ACCOUNTS_CHANNEL } from '../broker/broker-accounts.js';
import { Notifications } from '../database/notifications.js';

/** What every message needs to know about its device. */
export interface RegisteredDevice {
  sn: string;
  kind: DeviceKind;
  name: string;
  role: 'fixed' | 'mobile' | 'guest';
  parentSn: string | null;
  divisionPath: string;
}

export interface DeviceLinkRow {
  gatewaySn: string;
  linked: boolean;
  /** Milliseconds since 1970. */
  changedAt: number;
}

/** PostgreSQL channel told of every change of `devices`, `device_links` or `unknown_devices`; the payload is a serial number. */
export const TOPOLOGY_CHANNEL = 'topology';

const RETRY_MS = 1_000;

/** The register in memory, kept fresh by notifications: who a serial number is and what carries it. */
@Injectable()
export class DeviceRegistry implements OnModuleInit, OnApplicationShutdown {
  private devices = new Map<string, RegisteredDevice>();
  private links = new Map<string, DeviceLinkRow>();
  private readonly put = new Map<string, DeviceLinkRow>();
  private refused = new Set<string>();
  private gateways = new Set<string>();
  private children = new Map<string, string[]>();
  /** Path of the county, under which facts about no known place are kept. */
  rootPath = '';
  /** Name of the county, as devices are told it. */
  rootName = '';
  private reading: Promise<void> | null = null;
  private again = false;
  private retry: NodeJS.Timeout | null = null;
  private closed = false;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly db: DataSource,
    private readonly notifications: Notifications,
  ) {}

  async onModuleInit(): Promise<void> {
    const refresh = () => this.refreshSoon();
    await this.notifications.listen(TOPOLOGY_CHANNEL, refresh);
    await this.notifications.listen(ACCOUNTS_CHANNEL, refresh);
    await this.refresh();
  }

  onApplicationShutdown(): void {
    this.closed = true;
    if (this.retry) clearTimeout(this.retry);
  }

  find(sn: string): RegisteredDevice | undefined {
    return this.devices.get(sn);
  }

  link(sn: string): DeviceLinkRow | undefined {
    return this.links.get(sn);
  }

  isRefused(sn: string): boolean {
    return this.refused.has(sn);
  }

  /** True for a dock or remote controller, registered or not: it has an account at the broker, and nothing carries it. */
  isGateway(sn: string): boolean {
    const kind = this.devices.get(sn)?.kind;
    return kind === 'dock' || kind === 'remote_controller' || this.gateways.has(sn);
  }

  all(): IterableIterator<RegisteredDevice> {
    return this.devices.values();
  }

  /** Serial numbers of the registered devices that this gateway carries or last carried. */
  childrenOf(sn: string): readonly string[] {
    return this.children.get(sn) ?? [];
  }

  /** Serial numbers that this gateway says it carries now, registered or not. */
  linkedTo(gatewaySn: string): string[] {
    return [...this.links].filter(([, link]) => link.linked && link.gatewaySn === gatewaySn).map(([sn]) => sn);
  }

  /** Puts a link right at once, before the row is committed: the messages behind it must see it. */
  putLink(sn: string, link: DeviceLinkRow): void {
    this.links.set(sn, link);
    this.put.set(sn, link);
  }

  /** Calls back after every refresh. */
  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** Reads the register again; calls that come meanwhile share one further read. */
  async refresh(): Promise<void> {
    if (this.reading) {
      this.again = true;
      return this.reading;
    }
    this.reading = this.read().finally(() => {
      this.reading = null;
      if (this.again) {
        this.again = false;
        this.refreshSoon();
      }
    });
    return this.reading;
  }

  /** Reads the register again, and tries until that works. */
  private refreshSoon(): void {
    this.refresh().catch(() => {
      if (!this.closed) this.retry ??= setTimeout(() => this.tryAgain(), RETRY_MS);
    });
  }

  private tryAgain(): void {
    this.retry = null;
    this.refreshSoon();
  }

  /** A link that was put is ahead of its row until the batch is committed; the later change wins. */
  private newer(link: DeviceLinkRow, sn: string): DeviceLinkRow {
    const put = this.put.get(sn);
    if (put && put.changedAt >= link.changedAt) return put;
    this.put.delete(sn);
    return link;
  }

  private async read(): Promise<void> {
    const rows: (RegisteredDevice & { sn: string })[] = await this.db.query(
      `SELECT d.sn, d.kind, d.name, d.role, d.parent_sn AS "parentSn", v.path AS "divisionPath"
       FROM devices d JOIN divisions v ON v.code = d.division_code WHERE d.status = 'registered'`,
    );
    const links: { sn: string; gatewaySn: string; linked: boolean; changedAt: Date }[] = await this.db.query(
      'SELECT sn, gateway_sn AS "gatewaySn", linked, changed_at AS "changedAt" FROM device_links',
    );
    const gateways: { sn: string }[] = await this.db.query(
      'SELECT DISTINCT gateway_sn AS sn FROM broker_accounts WHERE gateway_sn IS NOT NULL',
    );
    const refused: { sn: string }[] = await this.db.query(`SELECT sn FROM unknown_devices WHERE status = 'refused'`);
    const [root]: { path: string; name: string }[] = await this.db.query(
      'SELECT path, name FROM divisions WHERE parent_code IS NULL ORDER BY path LIMIT 1',
    );
    this.rootPath = root?.path ?? '';
    this.rootName = root?.name ?? '';
    this.devices = new Map(rows.map((row) => [row.sn, row]));
    const read = links.map(
      ({ sn, changedAt, ...link }) => [sn, this.newer({ ...link, changedAt: changedAt.getTime() }, sn)] as const,
    );
    this.links = new Map([...this.put, ...read]);
    this.gateways = new Set(gateways.map((row) => row.sn));
    this.refused = new Set(refused.map((row) => row.sn));
    this.children = new Map();
    for (const { sn, parentSn } of rows) {
      if (parentSn) this.children.set(parentSn, [...(this.children.get(parentSn) ?? []), sn]);
    }
    for (const listener of this.listeners) listener();
  }
}
