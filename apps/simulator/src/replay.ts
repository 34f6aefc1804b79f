import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import mqtt from 'mqtt';
import { InvalidLog } from './flight-log.js';
import { InvalidOptions } from './options.js';
import { parseReplayOptions, REPLAY_HELP, type ReplayOptions } from './replay-options.js';
import { flightPlayer, messagePlayer } from './replayer.js';

const stop = new AbortController();

async function run(argv: string[]): Promise<number> {
  const options = parseReplayOptions(argv);
  if (options.help) {
    process.stdout.write(REPLAY_HELP);
    return 0;
  }
  const play =
    options.messages === null
      ? flightPlayer(read(options.flight!), options, stop.signal)
      : messagePlayer(read(options.messages), options, stop.signal);
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  const client = await connect(options);
  let lost = false;
  const brokenOff = () => {
    lost = true;
    stop.abort();
  };
  client.on('error', brokenOff);
  client.on('close', brokenOff);
  for (let pass = 0; pass === 0 || (options.loop && !stop.signal.aborted); pass++) {
    const { sent, skipped } = await play(client, pass);
    if (pass === 0)
      for (const { line, reason } of skipped) process.stdout.write(`跳过 skipped line ${line}: ${reason}\n`);
    process.stdout.write(`已发送 ${sent} 条，跳过 ${skipped.length} 条。 Sent ${sent}, skipped ${skipped.length}.\n`);
  }
  client.off('close', brokenOff);
  if (lost) throw new Error(`与 ${options.broker} 的连接中断。 The connection to ${options.broker} was lost.`);
  await client.endAsync();
  return 0;
}

async function connect({ broker, username, password, passwordFile }: ReplayOptions): Promise<mqtt.MqttClient> {
  const secret = passwordFile === null ? password : read(passwordFile).trim();
  try {
    return await mqtt.connectAsync(
      broker,
      {
        ...(username !== undefined && { username }),
        ...(secret !== undefined && { password: secret }),
        clientId: `replay-${randomUUID().slice(0, 8)}`,
        reconnectPeriod: 0,
      },
      false,
    );
  } catch (error) {
    const reason = (error as Error).message || String((error as NodeJS.ErrnoException).code ?? 'error');
    throw new Error(
      `连不上 ${broker}（${reason}）：检查地址与账号。 Cannot connect to ${broker} (${reason}): check address and account.`,
      { cause: error },
    );
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'error';
    throw new InvalidOptions(`读不到文件 ${path}（${reason}）。 Cannot read ${path} (${reason}).`);
  }
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const known = error instanceof InvalidOptions || error instanceof InvalidLog;
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = known ? 2 : 1;
}
