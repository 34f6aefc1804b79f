import { type Config, readConfig } from '../../server/src/config.js';
import { helpText, readFlags } from './flags.js';
import { Interrupted, Product, sentenceOf } from './product.js';
import { Report } from './report.js';

const report = new Report();
/** Kept from the start: later the log may take the place of standard error. */
const complain = process.stderr.write.bind(process.stderr);

/** Starts the product on one machine and keeps it until a signal ends it. Resolves with the exit code. */
async function run(words: readonly string[]): Promise<number> {
  const flags = readFlags(words);
  if (flags.help) {
    report.say(helpText());
    return 0;
  }
  const config = readConfig(flags.overrides);
  let fail: (error: unknown) => void = () => undefined;
  const lost = new Promise<number>((_, reject) => (fail = reject));
  const product = new Product(config, report, (error) => fail(error));
  const asked = untilAsked(product);
  process.on('uncaughtException', (error) => fail(error));
  process.on('unhandledRejection', (error) => fail(error));
  try {
    await Promise.race([product.open(), lost]);
    greet(config, product);
    return await Promise.race([asked, lost]);
  } catch (error) {
    if (error instanceof Interrupted) return await asked;
    throw error;
  } finally {
    await product.close();
  }
}

/** Resolves when the first signal has ended the product in order. Further signals change nothing: haste is what corrupts. */
function untilAsked(product: Product): Promise<number> {
  return new Promise((fulfil) => {
    let asked = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        report.say(asked ? '正在停止，请稍候。 Still stopping, please wait.' : '正在有序停止… Stopping in order …');
        if (asked) return;
        asked = true;
        void product.close().then(() => {
          report.say('已停止。 Stopped.');
          fulfil(0);
        });
      });
    }
  });
}

function greet(config: Config, product: Product): void {
  const { server, prepared, broker, simulator } = product;
  const password = prepared!.generatedAdminPassword;
  const lines = [
    '',
    `巡航已就绪，用时 ${process.uptime().toFixed(1)} 秒。 Xunhang is ready after ${process.uptime().toFixed(1)} s.`,
    `  打开 Open        ${webAddress(config, server!.address)}  （${prepared!.county.name}）`,
    password !== null
      ? `  登录 Sign in     admin / ${password}    （只显示这一次，请记下并尽快修改 shown once: note it and change it soon）`
      : '  登录 Sign in     admin    （忘记密码 forgot the password: npm run admin-password）',
    `  MQTT            ${broker ? broker.url : config.mqttUrl}    （为设备开账号 account for a device: npm run device-account -- <gateway sn>）`,
    simulator
      ? `  模拟 Simulated   ${simulator.count('dock')} 台机场 docks、${simulator.count('remote_controller')} 台遥控器 remote controllers 及其无人机 with their aircraft，控制页 control page ${simulator.controlPage}`
      : '  模拟 Simulated   无：只有真实设备 nothing: real devices only',
    `  数据 Data        ${config.dataDir}${product.logFile ? `  （日志 log: ${product.logFile}）` : ''}`,
    '  停止 Stop        Ctrl-C',
    '',
  ];
  for (const line of lines) report.say(line);
}

/** The address to open on this machine; a server that listens everywhere is reached at the loopback address too. */
function webAddress(config: Config, address: string): string {
  return config.publicUrl ?? address.replace(/\/\/(0\.0\.0\.0|\[::1?\])/, '//127.0.0.1');
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const sentence = sentenceOf(error);
  complain(`${sentence ?? (error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`);
  process.exitCode = 1;
}
// what a part left open must not keep a product alive that has ended
process.exit();
