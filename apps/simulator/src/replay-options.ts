import { parseArgs } from 'node:util';
import { type Place } from './local-frame.js';
import { InvalidOptions, numberFrom } from './options.js';

/** What the replay was asked for. */
export interface ReplayOptions {
  help: boolean;
  broker: string;
  username: string | undefined;
  password: string | undefined;
  passwordFile: string | null;
  messages: string | null;
  flight: string | null;
  gateway: string | null;
  aircraft: string | null;
  gatewayModel: string;
  aircraftModel: string;
  speed: number;
  shiftTime: boolean;
  loop: boolean;
  /** Longest pause, ms, before division by the speed. */
  longestPause: number;
  at: Place | null;
  ground: number | null;
  /** Seconds of flight between two messages. */
  period: number;
  qos: 0 | 1;
}

export const REPLAY_HELP = `巡航报文回放 Xunhang replay of captured messages and recorded flights

用法 Usage:
  node dist/apps/simulator/src/replay.js --broker mqtt://host:1883 --username U --password P --messages FILE.jsonl [options]
  node dist/apps/simulator/src/replay.js --broker mqtt://host:1883 --username U --password P --flight FILE.csv --gateway SN --aircraft SN [options]

  --messages FILE    捕获的报文，每行 {"topic","payload"}            captured messages, one {"topic","payload"} a line
  --flight FILE      飞行记录 CSV，映射为飞行器 OSD                   recorded flight, sent as aircraft osd
  --gateway SN --aircraft SN  换用的序列号                            serials to use in place of the captured ones
  --gateway-model K  飞行回放的网关型号（默认 2-174-0）               gateway model of a flight (2-174-0)
  --aircraft-model K 飞行回放的飞行器型号（默认 0-99-1）              aircraft model of a flight (0-99-1)
  --speed 1..100     时间倍速（默认 1）                               how many times faster (1)
  --shift-time       报文时间改为发送时刻（飞行回放总是如此）         timestamps become the time of sending (flights: always)
  --loop             播完重来，直到 Ctrl-C                            again and again until Ctrl-C
  --max-gap S        最长停顿秒数（默认 10）                          longest pause in seconds (10)
  --at LON,LAT       把飞行移到此处开始                               begin the flight at this place
  --ground M         起飞点椭球高；不给则不发 height                   ellipsoid height of the take-off; without it no height
  --period S         每隔多少飞行秒一条（默认 2；0 为每行）           one message per S seconds of flight (2; 0: every row)
  --qos 0|1          （默认 1）                                        (1)

--password-file FILE 从文件读密码，不留在命令行历史中。 reads the password from a file instead of the command line.
退出码 Exit codes: 0 完成 done · 1 失败 failed · 2 参数或文件有误 bad options or file
`;

/** Reads the command line. Throws `InvalidOptions`. */
export function parseReplayOptions(argv: string[]): ReplayOptions {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  let values: Record<string, string | boolean | undefined>;
  try {
    ({ values } = parseArgs({
      args: argv,
      strict: true,
      options: {
        broker: text,
        username: text,
        password: text,
        messages: text,
        flight: text,
        gateway: text,
        aircraft: text,
        speed: text,
        at: text,
        'gateway-model': text,
        'aircraft-model': text,
        'max-gap': text,
        'password-file': text,
        ground: text,
        period: text,
        qos: text,
        'shift-time': flag,
        loop: flag,
        help: flag,
      },
    }));
  } catch (error) {
    throw new InvalidOptions(`参数不可用，见 --help。 ${(error as Error).message}`);
  }
  const given = (name: string) => values[name] as string | undefined;
  const number = (name: string, low: number, high: number) => numberFrom(name, given(name), low, high);
  const options: ReplayOptions = {
    help: values['help'] === true,
    broker: given('broker') ?? '',
    username: given('username'),
    password: given('password'),
    passwordFile: given('password-file') ?? null,
    messages: given('messages') ?? null,
    flight: given('flight') ?? null,
    gateway: given('gateway') ?? null,
    aircraft: given('aircraft') ?? null,
    gatewayModel: given('gateway-model') ?? '2-174-0',
    aircraftModel: given('aircraft-model') ?? '0-99-1',
    speed: number('speed', 1, 100) ?? 1,
    shiftTime: values['shift-time'] === true,
    loop: values['loop'] === true,
    longestPause: (number('max-gap', 0, 86_400) ?? 10) * 1000,
    at: placeOf(given('at')),
    ground: number('ground', -500, 9000),
    period: number('period', 0, 3600) ?? 2,
    qos: number('qos', 0, 1) === 0 ? 0 : 1,
  };
  if (!options.help) check(options);
  return options;
}

function check({ broker, messages, flight, gateway, aircraft }: ReplayOptions): void {
  if (!broker) throw new InvalidOptions('缺少 --broker（见 --help）。 --broker is missing (see --help).');
  if ((messages === null) === (flight === null)) {
    throw new InvalidOptions(
      '--messages 与 --flight 二选一（见 --help）。 Give either --messages or --flight (see --help).',
    );
  }
  if (flight !== null && (!gateway || !aircraft)) {
    throw new InvalidOptions('飞行回放需要 --gateway 与 --aircraft。 A flight needs --gateway and --aircraft.');
  }
  if (Boolean(gateway) !== Boolean(aircraft)) {
    throw new InvalidOptions('--gateway 与 --aircraft 需一起给出。 Give --gateway and --aircraft together.');
  }
}

function placeOf(text: string | undefined): Place | null {
  if (text === undefined) return null;
  const [longitude, latitude] = text.split(',').map(Number);
  const good = Math.abs(longitude ?? 999) <= 180 && Math.abs(latitude ?? 999) <= 90;
  if (!good) throw new InvalidOptions(`--at 应为 经度,纬度。 --at takes longitude,latitude, not "${text}".`);
  return { longitude: longitude!, latitude: latitude! };
}
