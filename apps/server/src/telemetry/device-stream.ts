import { Injectable, Logger } from '@nestjs/common';
import { type DeviceKind } from '#contracts';
import { decode, type Decoded, duplicateKey, kindOfProperties, modelOf } from '#dji';
import { DeviceRegistry, type RegisteredDevice } from '../devices/device-registry.js';
import { isSerial } from '../devices/serial.js';
import { type Applied, DeviceStates } from './device-states.js';
import { SeenMessages } from './seen-messages.js';

/** One message on its way through the process, decoded and merged once for everybody. */
export interface Arrival {
  topic: string;
  payload: Buffer;
  /** The payload as text. */
  text: string;
  /** Milliseconds since 1970. */
  receivedAt: number;
  /** Serial number in the topic; null when the topic is not one of the protocol, or names no possible device. */
  sn: string | null;
  decoded: Decoded;
  device: RegisteredDevice | undefined;
  kind: DeviceKind;
  /**
   * The gateway that carries it: its own word where that can be true, else what we know. A device may name any gateway,
   * so its word counts only among those that may speak for it, and for devices that nobody carries yet.
   */
  gatewaySn: string | null;
  /** A copy of a message that was already taken: answer it again, process nothing. */
  duplicate: boolean;
  /** What it changed in the latest state; null for anything but properties. */
  applied: Applied | null;
}

/** Serial numbers of which no more is known than what they say; more than these are not remembered. */
const MOST_GUESSES = 20_000;

/** Decodes each message, in the order received, and hands it to every consumer of the process. */
@Injectable()
export class DeviceStream {
  private readonly log = new Logger(DeviceStream.name);
  /** What devices repeat until it is answered: the whole ten minutes, at any rate that a county can have. */
  private readonly repeated = new SeenMessages(400_000);
  /** Samples, of which only the broker makes copies, soon after a cut. */
  private readonly redelivered = new SeenMessages(100_000);
  private readonly kinds = new Map<string, DeviceKind>();
  private readonly consumers: ((arrival: Arrival) => void)[] = [];
  /** Copies recognised since the start. */
  duplicates = 0;

  constructor(
    private readonly registry: DeviceRegistry,
    private readonly states: DeviceStates,
  ) {}

  /** Adds a consumer; they are called in the order of the calls. */
  consume(consumer: (arrival: Arrival) => void): void {
    this.consumers.push(consumer);
  }

  /** Takes one message from the broker. Never throws, whatever a device sends. */
  take(topic: string, payload: Buffer, receivedAt: number): void {
    try {
      const arrival = this.arrivalOf(topic, payload, receivedAt);
      for (const consumer of this.consumers) consumer(arrival);
    } catch (error) {
      this.log.error({ message: 'a message was not taken', topic, error: (error as Error).stack });
    }
  }

  /** Takes note of a message of an earlier process, so that its copies are recognised. */
  remember(topic: string, text: string, receivedAt: number): void {
    this.isRepeat(decode(topic, text), receivedAt);
  }

  /** The kind of a serial number: registered, else learnt from what it says. */
  kindOfSn(sn: string): DeviceKind {
    return this.registry.find(sn)?.kind ?? this.kinds.get(sn) ?? 'other';
  }

  private arrivalOf(topic: string, payload: Buffer, receivedAt: number): Arrival {
    const text = payload.toString();
    const decoded = decode(topic, text);
    const named = decoded.topic?.sn ?? null;
    const sn = named !== null && isSerial(named) ? named : null;
    const device = sn === null ? undefined : this.registry.find(sn);
    const duplicate = sn !== null && this.isRepeat(decoded, receivedAt);
    if (duplicate) this.duplicates += 1;
    const kind = device?.kind ?? (sn === null ? 'other' : this.kindOf(sn, decoded));
    const applied =
      decoded.type === 'properties' && !duplicate && sn !== null && !this.registry.isRefused(sn)
        ? this.states.apply(sn, kind, decoded.properties, receivedAt, decoded.envelope?.timestamp ?? null)
        : null;
    const gatewaySn = sn === null ? null : this.carrierOf(sn, kind, device, decoded.envelope?.gateway ?? null);
    return { topic, payload, text, receivedAt, sn, decoded, device, kind, gatewaySn, duplicate, applied };
  }

  private isRepeat(decoded: Decoded, receivedAt: number): boolean {
    const key = duplicateKey(decoded);
    if (key === null) return false;
    const seen = decoded.topic?.channel === 'osd' ? this.redelivered : this.repeated;
    return seen.isRepeat(key, receivedAt);
  }

  private carrierOf(
    sn: string,
    kind: DeviceKind,
    device: RegisteredDevice | undefined,
    told: string | null,
  ): string | null {
    if (kind === 'dock' || kind === 'remote_controller' || this.registry.isGateway(sn)) return null;
    const link = this.registry.link(sn);
    if (told !== null && (told === link?.gatewaySn || told === device?.parentSn)) return told;
    const known = link?.linked ? link.gatewaySn : (device?.parentSn ?? link?.gatewaySn ?? null);
    if (known !== null) return known;
    return told !== null && told !== sn && isSerial(told) ? told : null;
  }

  private kindOf(sn: string, decoded: Decoded): DeviceKind {
    const known = this.kinds.get(sn);
    if (known) return known;
    const kind = guessKind(decoded);
    if (this.kinds.size >= MOST_GUESSES) this.kinds.clear();
    if (kind) this.kinds.set(sn, kind);
    if (decoded.type === 'topology') {
      for (const child of decoded.topology.children) {
        const model = child.modelKey === null ? undefined : modelOf(child.modelKey);
        this.kinds.set(child.sn, model && model.kind !== 'payload' ? model.kind : 'aircraft');
      }
    }
    return kind ?? 'other';
  }
}

function guessKind(decoded: Decoded): DeviceKind | null {
  if (decoded.type === 'properties') return kindOfProperties(decoded.properties);
  if (decoded.type !== 'topology') return null;
  const { modelKey, domain } = decoded.topology;
  const model = modelKey === null ? undefined : modelOf(modelKey);
  if (model && model.kind !== 'payload') return model.kind;
  return domain === 3 ? 'dock' : domain === 2 ? 'remote_controller' : null;
}
