import { modelKey, modelOf } from './models.js';
import { integerOf, isObject, listOf, textOf } from './values.js';

/** A device below a gateway, in `update_topo`. */
export interface TopologyChild {
  sn: string;
  domain: number | null;
  type: number | null;
  subType: number | null;
  /** `domain-type-subtype`, null unless all three are known. */
  modelKey: string | null;
  /** Control link, "A" or "B". */
  index: string | null;
  thingVersion: string | null;
}

/** The body of `update_topo` (reference 2.3): what the gateway is and which devices hang below it. */
export interface Topology {
  domain: number | null;
  type: number | null;
  subType: number | null;
  modelKey: string | null;
  /** Version of the thing model; older firmware sends a number under `version`. */
  thingVersion: string | null;
  /** Empty: the aircraft is switched off or not linked, the gateway itself is well. */
  children: TopologyChild[];
}

interface Identity {
  domain: number | null;
  type: number | null;
  subType: number | null;
  modelKey: string | null;
  thingVersion: string | null;
}

function identityOf(body: Record<string, unknown>): Identity {
  const domain = integerOf(body['domain']);
  const type = integerOf(body['type']);
  const subType = integerOf(body['sub_type']);
  return {
    domain,
    type,
    subType,
    modelKey: domain === null || type === null || subType === null ? null : modelKey(domain, type, subType),
    thingVersion: textOf(body['thing_version']) ?? textOf(body['version']),
  };
}

/** The RC Plus 2 leaves its own domain out: find it by the type, which no two kinds of gateway share. */
function missingDomain(body: Record<string, unknown>): number | null {
  const type = integerOf(body['type']);
  if (type === null) return null;
  return [2, 3].find((domain) => modelOf(modelKey(domain, type, 0)) !== undefined) ?? null;
}

/** Reads `update_topo`; null when the body is no object. Children without a serial number cannot be named: skipped. */
export function topologyOf(body: unknown): Topology | null {
  if (!isObject(body)) return null;
  const named = integerOf(body['domain']) === null ? { ...body, domain: missingDomain(body) } : body;
  const children: TopologyChild[] = [];
  for (const child of listOf(body['sub_devices'])) {
    if (!isObject(child)) continue;
    const sn = textOf(child['sn']);
    if (sn === null) continue;
    children.push({ sn, ...identityOf(child), index: textOf(child['index']) });
  }
  return { ...identityOf(named), children };
}
