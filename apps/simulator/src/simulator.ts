import { ControlServer } from './control-server.js';
import { Dock } from './dock.js';
import { FaultBoard } from './fault-board.js';
import { type FaultRequest } from './faults.js';
import { type Fleet, type FleetGateway } from './fleet.js';
import { type Gateway } from './gateway.js';
import { Link } from './link.js';
import { Patrols } from './patrols.js';
import { RemoteController } from './remote-controller.js';
import { World } from './world.js';

export interface SimulatorOptions {
  fleet: Fleet;
  /** 1 to 100: pace of flying, charging and weather; messages keep their real rates and real times. */
  speed?: number;
  /** The same seed gives the same scenery and the same chances. */
  seed?: string;
  /** Port of the control page on 127.0.0.1, 0 for any free one; null: no page. */
  controlPort?: number | null;
  /** Connections to share among the gateways; absent: one each. */
  connections?: number;
  /** Connections opened a second. */
  connectRate?: number;
  /** Share of the docks that fly demonstrations, 0 to 1. */
  airborne?: number;
  /** Pilots fly only what they are told to. */
  pilotsStandBy?: boolean;
  /** QoS of telemetry. */
  qos?: 0 | 1;
  faults?: FaultRequest[];
  /** Told about refused accounts and topics. */
  complain?: (message: string) => void;
}

/** A running fleet. */
export interface RunningSimulator {
  world: World;
  /** By serial of the gateway and of its aircraft. */
  gateways: ReadonlyMap<string, Gateway>;
  faults: FaultBoard;
  links: readonly Link[];
  /** `http://127.0.0.1:port`, or null without a control page. */
  control: string | null;
  /** Ends its flights' messages, says goodbye to the broker, closes the page. */
  close(): Promise<void>;
}

/**
 * Starts a fleet of devices against a broker. Resolves as soon as the devices exist; they connect one after another.
 * Throws when the control port is taken.
 */
export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const { fleet, speed = 1, seed = '1', controlPort = null, airborne = 0.2 } = options;
  const world = new World({ seed, speed, timeZone: fleet.timeZone ?? 'Asia/Shanghai' });
  const links: Link[] = [];
  const devices = fleet.gateways.map((account, index) =>
    newGateway(account, linkFor(index, account, links, options, world), options, world),
  );
  const gateways = new Map(devices.flatMap((device) => device.serials().map((sn): [string, Gateway] => [sn, device])));
  const docks = devices.filter((device): device is Dock => device instanceof Dock);
  const patrols = new Patrols(world, docks, airborne);
  const faults = new FaultBoard(world, gateways);
  const page =
    controlPort === null ? null : new ControlServer({ world, devices, gateways, faults, links, broker: fleet.broker });
  const control = (await page?.listen(controlPort!)) ?? null;
  patrols.beginAloft();
  for (const device of devices) {
    if (!(device instanceof RemoteController)) continue;
    device.standsBy = options.pilotsStandBy ?? false;
    if (!device.standsBy) device.foresee(device.random.between(20, 600));
  }
  for (const device of devices) device.begin();
  openLinks(links, options.connectRate ?? 100, world);
  patrols.start();
  world.start();
  for (const fault of options.faults ?? []) faults.strike(fault);
  const close = async () => {
    patrols.stop();
    for (const device of devices) device.end();
    world.stop();
    await Promise.all([page?.close(), ...links.map((link) => link.close())]);
  };
  return { world, gateways, faults, links, control, close };
}

function newGateway(account: FleetGateway, link: Link, { fleet, qos = 0 }: SimulatorOptions, world: World): Gateway {
  const route = fleet.routes?.find(({ gatewaySn }) => gatewaySn === account.sn);
  const options = { account, world, link, telemetryQos: qos, ...(route && { route }) };
  return account.kind === 'dock' ? new Dock(options) : new RemoteController(options);
}

/** A connection of its own, or the next of the shared ones. */
function linkFor(index: number, account: FleetGateway, links: Link[], options: SimulatorOptions, world: World): Link {
  const shared = options.connections;
  const existing = shared ? links[index % shared] : undefined;
  if (existing) return existing;
  const { username, password } = account;
  const random = world.randomFor(`${account.sn}/link`);
  const complain = options.complain ?? (() => {});
  const link = new Link({ broker: options.fleet.broker, username, password, random, complain });
  links.push(link);
  return link;
}

/** One after another, so that a big fleet does not fall upon the broker. */
function openLinks(links: readonly Link[], perSecond: number, world: World): void {
  for (const [index, link] of links.entries()) {
    if (index < perSecond) link.open();
    else world.wheel.after((index / perSecond) * 1000, () => link.open());
  }
}
