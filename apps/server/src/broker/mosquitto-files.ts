import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import { BrokerDirectory } from './broker-directory.js';
import { hashBrokerPassword, matchesBrokerPassword } from './broker-password.js';
import { CHILD_DOWNLINKS, CHILD_UPLINKS, OWN_UPLINKS, SYSTEM_UPLINKS } from './broker-rules.js';

/** Names of the two files in the folder of `XUNHANG_BROKER_FILES`; deploy/mosquitto.conf reads them. */
export const PASSWORD_FILE = 'passwordfile';
export const ACL_FILE = 'aclfile';

/** What the files are made of. */
export interface MosquittoContent {
  accounts: readonly { username: string; passwordHash: string }[];
  /** Account with every right: the server. */
  service: { username: string; passwordHash: string } | null;
  /** Serial numbers by the gateway that speaks for them. */
  children: ReadonlyMap<string, readonly string[]>;
}

/** The password file of mosquitto(8): a name and a hash a line. Pure. */
export function passwordFile({ accounts, service }: MosquittoContent): string {
  const all = [...(service ? [service] : []), ...accounts];
  return all
    .map(({ username, passwordHash }) => `${username}:${passwordHash}\n`)
    .sort()
    .join('');
}

/** The ACL file of mosquitto.conf(5), by the same rules as the embedded broker's. `%u` is the user name, a gateway's serial number. Pure. */
export function aclFile({ accounts, service, children }: MosquittoContent): string {
  const lines = [
    '# Written by Xunhang; changes by hand are lost. 由巡航生成，请勿手工修改。',
    ...SYSTEM_UPLINKS.map((rest) => `pattern write sys/product/%u/${rest}`),
    'pattern read sys/product/%u/#',
    ...OWN_UPLINKS.map((rest) => `pattern write thing/product/%u/${rest}`),
    'pattern read thing/product/%u/#',
  ];
  if (service) lines.push('', `user ${service.username}`, 'topic readwrite #', 'topic read $SYS/#');
  for (const { username } of [...accounts].sort((one, other) => (one.username < other.username ? -1 : 1))) {
    const carried = [...(children.get(username) ?? [])].sort();
    if (carried.length === 0) continue;
    lines.push('', `user ${username}`);
    for (const sn of carried) {
      lines.push(
        ...CHILD_UPLINKS.map((rest) => `topic write thing/product/${sn}/${rest}`),
        ...CHILD_DOWNLINKS.map((rest) => `topic read thing/product/${sn}/${rest}`),
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

/**
 * Keeps the password file and the ACL file of a Mosquitto true to the accounts and the topology. Mosquitto reads them
 * again on SIGHUP, which a watcher beside it sends when they change.
 */
@Injectable()
export class MosquittoFiles implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger(MosquittoFiles.name);
  private service: MosquittoContent['service'] = null;
  private stop: (() => void) | null = null;
  private writing: Promise<void> = Promise.resolve();
  private failing = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly directory: BrokerDirectory,
  ) {}

  async onModuleInit(): Promise<void> {
    const { brokerFiles, mqttUsername, mqttPassword } = this.config;
    if (brokerFiles === null) return;
    if (mqttUsername !== null && mqttPassword !== null) {
      this.service = {
        username: mqttUsername,
        passwordHash: await this.serviceHash(brokerFiles, mqttUsername, mqttPassword),
      };
    }
    await mkdir(brokerFiles, { recursive: true });
    await this.write(brokerFiles);
    this.stop = this.directory.onChange(() => {
      this.writing = this.writing.then(() => this.tryToWrite(brokerFiles));
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.stop?.();
    await this.writing;
  }

  private async tryToWrite(folder: string): Promise<void> {
    try {
      await this.write(folder);
      if (this.failing) this.log.log({ message: 'broker files are written again', folder });
      this.failing = false;
    } catch (error) {
      if (!this.failing) this.log.error({ message: 'broker files cannot be written', folder, error: String(error) });
      this.failing = true;
    }
  }

  private async write(folder: string): Promise<void> {
    const content: MosquittoContent = {
      accounts: this.directory.usableAccounts().filter((account) => account.kind === 'gateway'),
      service: this.service,
      children: this.directory.children(),
    };
    await replaceFile(join(folder, ACL_FILE), aclFile(content));
    await replaceFile(join(folder, PASSWORD_FILE), passwordFile(content));
  }

  /** A new salt at every start would change the file and reload the broker for nothing: an old hash that fits is kept. */
  private async serviceHash(folder: string, username: string, password: string): Promise<string> {
    const text = await readFile(join(folder, PASSWORD_FILE), 'utf8').catch(() => '');
    const line = text.split('\n').find((one) => one.startsWith(`${username}:`));
    const known = line?.slice(username.length + 1);
    return known && (await matchesBrokerPassword(known, Buffer.from(password))) ? known : hashBrokerPassword(password);
  }
}

/** Replaces a file in one step, readable by its owner only; a file that would stay the same is left alone. */
async function replaceFile(path: string, text: string): Promise<void> {
  if ((await readFile(path, 'utf8').catch(() => null)) === text) return;
  const draft = `${path}.${randomUUID()}`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
