import { readFile } from 'node:fs/promises';
import { remoteCommands } from './control-client.js';
import { InvalidFault } from './faults.js';
import { InvalidFleet, parseFleet, scaledFleet, type Fleet } from './fleet.js';
import { HELP, InvalidOptions, parseOptions, type Options } from './options.js';
import { startSimulator } from './simulator.js';

/** Runs until SIGINT or SIGTERM. Resolves with the exit code. */
async function run(argv: string[]): Promise<number> {
  const options = parseOptions(argv);
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (options.fleet === null) return remoteCommands(options);
  const fleet = await fleetOf(options);
  const simulator = await startSimulator({
    fleet,
    speed: options.speed,
    seed: options.seed,
    controlPort: options.controlPort,
    connectRate: options.connectRate,
    airborne: options.airborne,
    qos: options.qos,
    faults: options.faults,
    ...(options.connections !== null && { connections: options.connections }),
    complain: sparingly((line) => process.stderr.write(line)),
  });
  const { gateways } = fleet;
  const docks = gateways.filter(({ kind }) => kind === 'dock').length;
  process.stdout.write(
    `模拟 ${docks} 台机场、${gateways.length - docks} 台遥控器，连接 ${fleet.broker}。 ` +
      `Simulating ${docks} docks and ${gateways.length - docks} remote controllers at ${fleet.broker}.\n`,
  );
  if (simulator.control) process.stdout.write(`控制页 Control page: ${simulator.control}\n`);
  await ended();
  await simulator.close();
  return 0;
}

async function fleetOf({ fleet: path, docks, prefix }: Options): Promise<Fleet> {
  let text = '';
  try {
    if (path === '-') for await (const chunk of process.stdin.setEncoding('utf8')) text += String(chunk);
    else text = await readFile(path!, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'error';
    throw new InvalidFleet(`读不到机队文件 ${path}（${reason}）。 Cannot read the fleet file ${path} (${reason}).`);
  }
  const fleet = parseFleet(text, path!);
  return docks === null ? fleet : scaledFleet(fleet, docks, prefix);
}

/** A whole fleet without its broker has one trouble, not two thousand: each reason is said once a minute, for one device. */
function sparingly(write: (line: string) => void): (message: string) => void {
  const said = new Map<string, number>();
  return (message) => {
    const reason = message.slice(message.indexOf(' @ '));
    const now = performance.now();
    if (now - (said.get(reason) ?? -Infinity) < 60_000) return;
    said.set(reason, now);
    write(`${new Date().toISOString()} ${message}\n`);
  };
}

function ended(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
    // Started as a child with a pipe, it ends with its parent.
    if (process.channel) process.once('disconnect', () => resolve());
  });
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const known = error instanceof InvalidOptions || error instanceof InvalidFault || error instanceof InvalidFleet;
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = known ? 2 : 1;
}
