import { parseArgs } from 'node:util';
import { brokerAddress } from '../broker/broker-address.js';
import { BrokerAccounts, type BrokerCredentials, requireSerial } from '../broker/broker-accounts.js';
import { readConfig } from '../config.js';
import { openCommandDatabase } from './command-database.js';

const HELP = `npm run device-account -- <网关序列号 gateway serial number> [--data-dir <目录>] [--json]

  为一台机场或遥控器建立（或更换）MQTT 接入账号，立即生效，密码只显示一次。
  Makes a broker account for one dock or remote controller, or gives it a new password. It works at once, also while
  the product runs; the password is shown once. Without --data-dir: XUNHANG_DATA_DIR, or DATABASE_URL.`;

/** `npm run device-account`: broker credentials for one more gateway. Throws `Refusal` with a sentence. */
export async function deviceAccount(
  words: readonly string[],
  environment: NodeJS.ProcessEnv | undefined = undefined,
): Promise<string> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { 'data-dir': { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  const [sn, ...more] = positionals;
  if (values.help || sn === undefined || more.length > 0) return HELP;
  requireSerial(sn);
  const dataDir = values['data-dir'];
  const config = readConfig(dataDir === undefined ? {} : { dataDir }, environment);
  const { db, runtime, close } = await openCommandDatabase(config);
  try {
    const credentials = await new BrokerAccounts(db).issue(sn);
    const listening = runtime?.mqtt ? { host: runtime.mqtt.host, mqttPort: runtime.mqtt.port } : {};
    const broker = `mqtt://${brokerAddress({ ...config, ...listening })}`;
    return values.json ? JSON.stringify({ broker, ...credentials }, null, 2) : textOf(broker, credentials);
  } finally {
    await close();
  }
}

function textOf(broker: string, { username, password, rotated }: BrokerCredentials): string {
  const news = rotated
    ? `该账号已存在：密码已更换，原密码作废，用原密码的连接已断开。
The account existed: this is a new password, the former one is void and connections under it are cut.`
    : `新账号已生效。
The account is new and works at once.`;
  return `
  MQTT 地址 broker:   ${broker}
  用户名   username:  ${username}
  密码     password:  ${password}

${news}
密码只显示这一次。 The password is shown only this once.`;
}
