import { Injectable } from '@nestjs/common';
import { type DeviceKind } from '#contracts';
import { decode, type Decoded, duplicateKey, kindOfProperties, modelOf } from '#dji';
import { DeviceRegistry, type RegisteredDevice } from '../devices/device-registry.js';
import { type Applied, DeviceStates } from './device-states.js';
import { SeenMessages } from './seen-messages.js';

/** One message on its way through the process, decoded and merged once for everybody. */
export interface Arrival {
  topic: string;
  /** The payload as text. */
  text: string;
  /** Milliseconds since 1970. */
  receivedAt: number;
  /** Serial number in the topic; null when the topic is not one of the protocol. */
  sn: string | null;
  decoded: Decoded;
  device: RegisteredDevice | undefined;
  kind: DeviceKind;
  /** The gateway that carried it: by its own word, else by what we know. */
  gatewaySn: string | null;
  /** A copy of a message that was already taken: answer it again, process nothing. */
  duplicate: boolean;
  /** What it changed in the latest state; null for anything but properties. */
  applied: Applied | null;
}

/** Decodes each message, in the order received, and hands it to every consumer of the process. */
@Injectable()
export class DeviceStream {
  private readonly seen = new SeenMessages();
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

  /** Takes one message from the broker. Never throws for what a device sends. */
  take(topic: string, payload: Buffer, receivedAt: number): void {
    const text = payload.toString();
    const decoded = decode(topic, text);
    const sn = decoded.topic?.sn ?? null;
    const device = sn === null ? undefined : this.registry.find(sn);
    const key = duplicateKey(decoded);
    const duplicate = key !== null && this.seen.isRepeat(key, receivedAt);
    if (duplicate) this.duplicates += 1;
    const kind = device?.kind ?? (sn === null ? 'other' : this.kindOf(sn, decoded));
    const refused = sn !== null && this.registry.isRefused(sn);
    const applied =
      decoded.type === 'properties' && !duplicate && !refused && sn !== null
        ? this.states.apply(sn, kind, decoded.properties, receivedAt, decoded.envelope?.timestamp ?? null)
        : null;
    const gatewaySn = decoded.envelope?.gateway ?? (sn === null ? null : this.carrierOf(sn, device));
    const arrival: Arrival = { topic, text, receivedAt, sn, decoded, device, kind, gatewaySn, duplicate, applied };
    for (const consumer of this.consumers) consumer(arrival);
  }

  /** The kind of a serial number: registered, else learnt from what it says. */
  kindOfSn(sn: string): DeviceKind {
    return this.registry.find(sn)?.kind ?? this.kinds.get(sn) ?? 'other';
  }

  private carrierOf(sn: string, device: RegisteredDevice | undefined): string | null {
    const link = this.registry.link(sn);
    return link?.linked ? link.gatewaySn : (device?.parentSn ?? null);
  }

  private kindOf(sn: string, decoded: Decoded): DeviceKind {
    const kind = guessKind(decoded);
    if (kind) this.kinds.set(sn, kind);
    if (decoded.type === 'topology') {
      for (const child of decoded.topology.children) {
        const model = child.modelKey === null ? undefined : modelOf(child.modelKey);
        this.kinds.set(child.sn, model && model.kind !== 'payload' ? model.kind : 'aircraft');
      }
    }
    return kind ?? this.kinds.get(sn) ?? 'other';
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
