/**
 * Which topics belong to whom, by the topic table of the DJI Cloud API. `own`: the serial number in the topic is the
 * gateway's; `child`: it is a device that the gateway carries. Pure.
 */
export type Relation = 'own' | 'child';

/** What a gateway sends below `thing/product/{its serial}/`. */
export const OWN_UPLINKS = [
  'status',
  'osd',
  'state',
  'events',
  'requests',
  'services_reply',
  'property/set_reply',
  'drc/up',
] as const;
/** What a gateway sends below `thing/product/{serial of its child}/`. */
export const CHILD_UPLINKS = ['osd', 'state', 'events'] as const;
/** What a gateway sends below `sys/product/{its serial}/`. */
export const SYSTEM_UPLINKS = ['status'] as const;

/** What a gateway may hear below `thing/product/{serial of its child}/`. */
export const CHILD_DOWNLINKS = ['state_reply', 'events_reply'] as const;

const own: ReadonlySet<string> = new Set(OWN_UPLINKS);
const child: ReadonlySet<string> = new Set(CHILD_UPLINKS);
const system: ReadonlySet<string> = new Set(SYSTEM_UPLINKS);
const answers: ReadonlySet<string> = new Set(CHILD_DOWNLINKS);

/** The parts of `{root}/product/{sn}/{rest}`. */
export interface ProductTopic {
  root: 'sys' | 'thing';
  sn: string;
  rest: string;
}

/** A topic or filter of the device protocol whose serial number is spelled out, otherwise null. */
export function productTopic(topic: string): ProductTopic | null {
  const root = topic.startsWith('thing/product/') ? 'thing' : topic.startsWith('sys/product/') ? 'sys' : null;
  if (root === null) return null;
  const start = root.length + '/product/'.length;
  const end = topic.indexOf('/', start);
  if (end <= start || end === topic.length - 1) return null;
  const sn = topic.slice(start, end);
  return sn.includes('+') || sn.includes('#') ? null : { root, sn, rest: topic.slice(end + 1) };
}

/** May a gateway publish this, being related to the topic's serial number in this way? */
export function isUplink({ root, rest }: ProductTopic, relation: Relation): boolean {
  if (root === 'sys') return relation === 'own' && system.has(rest);
  return relation === 'own' ? own.has(rest) : child.has(rest);
}

/**
 * May a gateway subscribe to this filter? Whatever lies below its own serial number speaks only of itself, so wildcards
 * behind it are allowed, as devices and their test clients use them. Of a child it hears the answers and nothing else:
 * a subscription outlives the link, and the next gateway's business is not the former one's.
 */
export function isReadable({ root, rest }: ProductTopic, relation: Relation): boolean {
  return relation === 'own' || (root === 'thing' && answers.has(rest));
}
