import { createServer, type AddressInfo } from 'node:net';
import { Aedes, type PublishPacket } from 'aedes';

/** What is held: one method on one channel of one gateway; `status` narrows progress to that word. */
export interface HeldKind {
  sn: string;
  /** `services`, `services_reply`, `requests`, `events`. */
  channel: string;
  method: string;
  status?: string;
}

/** Messages that are kept from whoever they are for; their sender believes that they went. */
export interface Hold {
  /** How many were caught. */
  readonly caught: number;
  /** Catches nothing more; what was caught is lost, as on a network that fails. */
  drop(): void;
}

/** A broker in which a test can hold single messages back, so that a mission stands still at one step. */
export interface HoldingBroker {
  url: string;
  hold(kind: HeldKind): Hold;
  /** Catches nothing more. */
  letGo(): void;
  /** How often the start of a mission was sent, whether it arrived or not. */
  starts(flightId: string): number;
  close(): Promise<void>;
}

/** Below `$SYS/` no wildcard reaches: what goes there reaches nobody. */
const NOWHERE = '$SYS/held';

/** Starts it on a free port of this machine; it asks nobody for an account. */
export async function startHoldingBroker(): Promise<HoldingBroker> {
  const broker = await Aedes.createBroker({ concurrency: 1000 });
  const holds = new Map<HeldKind, { caught: number }>();
  const starts = new Map<string, number>();
  broker.authorizePublish = (_client, packet, done) => {
    const started = startIn(packet);
    if (started !== null) starts.set(started, (starts.get(started) ?? 0) + 1);
    for (const [kind, hold] of holds) {
      if (!matches(kind, packet)) continue;
      hold.caught += 1;
      packet.topic = NOWHERE;
      break;
    }
    done(null);
  };
  const server = createServer(broker.handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold: (kind) => {
      const hold = { caught: 0, drop: () => void holds.delete(kind) };
      holds.set(kind, hold);
      return hold;
    },
    letGo: () => holds.clear(),
    starts: (flightId) => starts.get(flightId) ?? 0,
    close: async () => {
      await new Promise<void>((resolve) => broker.close(() => resolve()));
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function matches({ sn, channel, method, status }: HeldKind, { topic, payload }: PublishPacket): boolean {
  if (topic !== `thing/product/${sn}/${channel}`) return false;
  try {
    const body = JSON.parse(payload.toString()) as { method?: string; data?: { output?: { status?: string } } };
    return body.method === method && (status === undefined || body.data?.output?.status === status);
  } catch {
    return false;
  }
}

/** The mission that a command starts; null for any other message. */
function startIn({ topic, payload }: PublishPacket): string | null {
  if (!topic.endsWith('/services')) return null;
  const body = JSON.parse(payload.toString()) as { method?: string; data?: { flight_id?: string } };
  return body.method === 'flighttask_execute' ? (body.data?.flight_id ?? '') : null;
}
