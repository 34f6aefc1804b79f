import { z } from 'zod';
import { AIRCRAFT_KEYS, GATEWAY_KEYS } from './models.js';

const text = z.string().min(1);
const longitude = z.number().min(-180).max(180);
const latitude = z.number().min(-90).max(90);

const FleetShape = z.object({
  broker: z.string().regex(/^(mqtts?|tcp|ssl|wss?):\/\/[^/@]+(\/|$)/, 'must read mqtt://host:port'),
  timeZone: text.optional(),
  gateways: z
    .array(
      z.object({
        sn: text,
        kind: z.enum(['dock', 'remote_controller']),
        modelKey: z.enum(GATEWAY_KEYS as [string, ...string[]]),
        name: z.string(),
        username: z.string(),
        password: z.string(),
        longitude,
        latitude,
        heightEllipsoid: z.number().optional(),
        organizationId: z.string().optional(),
        bindingCode: z.string().optional(),
        aircraft: z.object({ sn: text, modelKey: z.enum(AIRCRAFT_KEYS as [string, ...string[]]), name: z.string() }),
      }),
    )
    .min(1),
  routes: z
    .array(
      z.object({
        gatewaySn: text,
        points: z.array(z.tuple([longitude, latitude, z.number()])).min(1),
        speed: z.number().min(1).max(15).optional(),
      }),
    )
    .optional(),
});

/**
 * What the simulator knows of the world: the broker and its own accounts. Places are WGS84 degrees, `heightEllipsoid`
 * metres above the ellipsoid, the third number of a route point metres above the take-off point, `speed` m/s.
 */
export interface Fleet {
  /** `mqtt://host:port` */
  broker: string;
  /** IANA name of the zone the devices' local day follows; Asia/Shanghai when absent. */
  timeZone?: string;
  gateways: FleetGateway[];
  /** Without one, a gateway patrols around its own place. */
  routes?: FleetRoute[];
}

export interface FleetGateway {
  sn: string;
  kind: 'dock' | 'remote_controller';
  /** 3-3-0 Dock 3, 3-2-0 Dock 2, 2-174-0 RC Plus 2, 2-144-0 RC Pro Enterprise. */
  modelKey: string;
  name: string;
  username: string;
  password: string;
  longitude: number;
  latitude: number;
  heightEllipsoid?: number;
  /** For binding, as typed into the dock on site. */
  organizationId?: string;
  bindingCode?: string;
  aircraft: { sn: string; /** 0-100-1 M4TD, 0-91-1 M3TD, 0-99-1 M4T, 0-77-1 M3T … */ modelKey: string; name: string };
}

export interface FleetRoute {
  gatewaySn: string;
  points: [longitude: number, latitude: number, heightAboveTakeoff: number][];
  speed?: number;
}

/** The fleet file cannot be used; the message names the member. */
export class InvalidFleet extends Error {
  override name = 'InvalidFleet';
}

/** A fleet from the text of its file. Throws `InvalidFleet`; passwords are never part of the message. */
export function parseFleet(source: string, name: string): Fleet {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    throw new InvalidFleet(`机队文件 ${name} 不是 JSON。 Fleet file ${name} is not JSON.`);
  }
  const parsed = FleetShape.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const where = issue.path.join('.') || 'fleet';
    throw new InvalidFleet(`机队文件 ${name} 的 ${where} 不可用。 Fleet file ${name}: ${where}: ${issue.message}.`);
  }
  const seen = new Set<string>();
  for (const sn of parsed.data.gateways.flatMap((gateway) => [gateway.sn, gateway.aircraft.sn])) {
    if (seen.has(sn))
      throw new InvalidFleet(`机队文件 ${name} 中序列号 ${sn} 重复。 Fleet file ${name}: serial ${sn} occurs twice.`);
    seen.add(sn);
  }
  return parsed.data as Fleet;
}

/**
 * A fleet of `count` docks for load: serials `<prefix>0001…`, on a grid a kilometre apart around the first gateway of
 * `fleet`, every one with the account and the models of that gateway. Gateways that the file holds already come first.
 */
export function scaledFleet(fleet: Fleet, count: number, prefix: string): Fleet {
  const template = fleet.gateways.find(({ kind }) => kind === 'dock') ?? fleet.gateways[0]!;
  if (template.kind !== 'dock')
    throw new InvalidFleet('机队文件中没有机场，无法扩充。 The fleet file holds no dock to multiply.');
  const gateways = fleet.gateways.filter(({ kind }) => kind === 'dock').slice(0, count);
  const side = Math.ceil(Math.sqrt(count));
  for (let index = gateways.length; index < count; index++) {
    const number = String(index + 1).padStart(4, '0');
    gateways.push({
      ...template,
      sn: `${prefix}${number}`,
      name: `${template.name} ${number}`,
      longitude: template.longitude + ((index % side) - side / 2) * 0.01,
      latitude: template.latitude + (Math.floor(index / side) - side / 2) * 0.01,
      aircraft: { ...template.aircraft, sn: `${prefix}A${number}`, name: `${template.aircraft.name} ${number}` },
    });
  }
  return { ...fleet, gateways };
}
