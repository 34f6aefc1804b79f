import { type ActiveFault, type FaultKind } from './faults.js';
import { type Random } from './random.js';
import { type Wheel } from './wheel.js';

/** A message on its way out, still as an object. */
export interface Outgoing {
  topic: string;
  message: Record<string, unknown>;
  qos: 0 | 1;
}

/** Milliseconds after which an overtaken message goes out even if nothing overtook it. */
const OVERTAKEN_FOR = 3000;
/** Values that real devices send for "no value". */
const PLACEHOLDERS: readonly unknown[] = [32767, 65535, 9999999.9, null, ''];

/** The last gate before the network: applies the active faults to what one device sends. */
export class Tamper {
  private overtaken: Outgoing | null = null;

  constructor(
    private readonly faults: ReadonlyMap<FaultKind, ActiveFault>,
    private readonly random: Random,
    private readonly wheel: Wheel,
    private readonly emit: (topic: string, payload: string, qos: 0 | 1) => void,
  ) {}

  send(outgoing: Outgoing): void {
    if (this.faults.size === 0) return this.pass(outgoing);
    if (this.faults.has('silence')) return;
    const drifted = this.happens('type_drift')
      ? { ...outgoing, message: driftedMessage(outgoing.message, this.chance('type_drift'), this.random) }
      : outgoing;
    if (this.happens('reorder') && this.random.chance(this.chance('reorder')) && !this.overtaken) {
      this.overtaken = drifted;
      this.wheel.after(OVERTAKEN_FOR, () => this.release());
      return;
    }
    this.pass(drifted);
    this.release();
    if (this.happens('duplicate') && this.random.chance(this.chance('duplicate'))) this.pass(drifted);
  }

  private pass({ topic, message, qos }: Outgoing): void {
    const payload = JSON.stringify(message);
    const broken = this.happens('malformed') && this.random.chance(this.chance('malformed'));
    this.emit(topic, broken ? brokenText(payload, this.random) : payload, qos);
  }

  private release(): void {
    const late = this.overtaken;
    this.overtaken = null;
    if (late) this.pass(late);
  }

  private happens(kind: FaultKind): boolean {
    return this.faults.has(kind);
  }

  private chance(kind: FaultKind): number {
    return this.faults.get(kind)?.params['p'] ?? 0;
  }
}

/** A payload as a bad radio or a bad firmware leaves it: cut off, a stray comma, NaN, a quote lost, or empty. */
export function brokenText(payload: string, random: Random): string {
  switch (Math.floor(random.next() * 5)) {
    case 0:
      return payload.slice(0, Math.floor(payload.length * random.between(0.1, 0.95)));
    case 1:
      return payload.replace(/,/, ',,');
    case 2:
      return payload.replace(/:(-?\d+(\.\d+)?)/, ':NaN');
    case 3:
      return payload.replace('"', '');
    default:
      return '';
  }
}

/** A copy of a message whose `data` shows the drifts of other firmware: numbers and booleans as text, keys gone, placeholders. */
export function driftedMessage(
  message: Record<string, unknown>,
  probability: number,
  random: Random,
): Record<string, unknown> {
  return { ...message, data: drifted(message['data'], probability, random) };
}

function drifted(value: unknown, probability: number, random: Random): unknown {
  if (Array.isArray(value)) return value.map((item) => drifted(item, probability, random));
  if (typeof value === 'object' && value !== null) {
    const copy: Record<string, unknown> = {};
    for (const [key, inner] of Object.entries(value)) {
      if (!random.chance(probability * 0.3)) copy[key] = drifted(inner, probability, random);
    }
    return copy;
  }
  if ((typeof value !== 'number' && typeof value !== 'boolean') || !random.chance(probability)) return value;
  if (random.chance(0.3)) return random.pick(PLACEHOLDERS);
  return typeof value === 'boolean' && random.chance(0.5) ? Number(value) : String(value);
}
