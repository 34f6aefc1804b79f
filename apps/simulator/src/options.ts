import { parseArgs } from 'node:util';
import { FAULTS, parseFault, type FaultRequest } from './faults.js';

/** What the command line asked for. */
export interface Options {
  help: boolean;
  /** Path of the fleet file, `-` for standard input; null: only speak to a running simulator. */
  fleet: string | null;
  docks: number | null;
  prefix: string;
  speed: number;
  seed: string;
  controlPort: number | null;
  connections: number | null;
  connectRate: number;
  airborne: number;
  qos: 0 | 1;
  faults: FaultRequest[];
  clear: boolean;
}

/** The command line cannot be understood; the message names the option. */
export class InvalidOptions extends Error {
  override name = 'InvalidOptions';
}

export const HELP = `巡航设备模拟器 Xunhang device simulator

用法 Usage: node dist/apps/simulator/src/main.js --fleet FILE [options]

  --fleet FILE         机队文件（JSON，账号与位置）；- 为标准输入     fleet file (JSON: accounts and places); - for standard input
  --docks N            扩充到 N 台机场，共用机队文件中的账号        as many docks, on the account of the fleet file
  --prefix TEXT        扩充机场的序列号前缀（默认 SIMDOCK）         serial prefix of those docks (SIMDOCK)
  --speed 1..100       飞行、充电、天气的快慢；报文频率不变         pace of flight, charging, weather; message rates stay real
  --seed TEXT          随机种子，同种子同场景（默认 1）              seed of everything random (1)
  --control-port P     控制页端口，仅 127.0.0.1；0 为任意           port of the control page on 127.0.0.1; 0: any
  --connections N      所有网关共用 N 条 MQTT 连接                  share N MQTT connections among all gateways
  --connect-rate N     每秒新建连接数（默认 100）                    connections opened a second (100)
  --airborne 0..1      自行演示巡飞的机场比例（默认 0.2）            share of docks that fly demonstrations (0.2)
  --qos 0|1            遥测的 QoS（默认 0）                          QoS of telemetry (0)
  --fault K:SN:T[:p=v] 故障，可多次；SN 可为 all；T 如 30s、5m       a fault, may repeat; SN may be all; T like 30s, 5m, forever
  --clear              清除正在运行的模拟器的故障                    clear the faults of a running simulator
  --help               本说明                                         this text

不带 --fleet 而带 --control-port 时，把 --fault / --clear 发给正在运行的模拟器。
Without --fleet, --fault and --clear go to the simulator that runs with that --control-port.

故障 Faults:
${Object.entries(FAULTS)
  .map(
    ([kind, { zh, en, params }]) =>
      `  ${kind.padEnd(13)} ${zh} — ${en}${
        Object.keys(params).length
          ? ` (${Object.entries(params)
              .map(([name, value]) => `${name}=${value}`)
              .join(', ')})`
          : ''
      }`,
  )
  .join('\n')}

退出码 Exit codes: 0 正常结束 done · 1 运行失败 failed · 2 参数或机队文件有误 bad options or fleet file
`;

/** Reads the command line. Throws `InvalidOptions` or `InvalidFault`. */
export function parseOptions(argv: string[]): Options {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  let values: Record<string, string | boolean | string[] | undefined>;
  try {
    ({ values } = parseArgs({
      args: argv,
      strict: true,
      options: {
        fleet: text,
        docks: text,
        prefix: text,
        speed: text,
        seed: text,
        'control-port': text,
        connections: text,
        'connect-rate': text,
        airborne: text,
        qos: text,
        fault: { type: 'string', multiple: true },
        clear: flag,
        help: flag,
      },
    }));
  } catch (error) {
    throw new InvalidOptions(`参数不可用，见 --help。 ${(error as Error).message}`);
  }
  const number = (name: string, low: number, high: number) =>
    numberFrom(name, values[name] as string | undefined, low, high);
  return {
    help: values['help'] === true,
    fleet: (values['fleet'] as string | undefined) ?? null,
    docks: number('docks', 1, 20_000),
    prefix: (values['prefix'] as string | undefined) ?? 'SIMDOCK',
    speed: number('speed', 1, 100) ?? 1,
    seed: (values['seed'] as string | undefined) ?? '1',
    controlPort: number('control-port', 0, 65_535),
    connections: number('connections', 1, 20_000),
    connectRate: number('connect-rate', 1, 10_000) ?? 100,
    airborne: number('airborne', 0, 1) ?? 0.2,
    qos: number('qos', 0, 1) === 1 ? 1 : 0,
    faults: ((values['fault'] as string[] | undefined) ?? []).map((text) => parseFault(text)),
    clear: values['clear'] === true,
  };
}

/** A number option within its range, or null when it was not given. */
export function numberFrom(name: string, value: string | undefined, low: number, high: number): number | null {
  if (value === undefined) return null;
  const number = Number(value);
  if (value.trim() !== '' && number >= low && number <= high) return number;
  throw new InvalidOptions(
    `--${name} 应为 ${low} 到 ${high} 的数。 --${name} takes a number from ${low} to ${high}, not "${value}".`,
  );
}
