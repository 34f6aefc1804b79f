import { randomUUID } from 'node:crypto';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { decode, type Outgoing } from '#dji';

/** What came of a command. `silent`: nobody answered in time, which says nothing about whether it was done. */
export type CommandReply = { kind: 'answered'; result: number; body: unknown } | { kind: 'silent' };

/** Sends one message to a device; rejects when the broker does not take it. */
export type SendCommand = (topic: string, payload: string) => Promise<void>;

interface Waiting {
  sn: string;
  bid: string;
  settle: (reply: CommandReply) => void;
}

/** Commands of this process to devices, and their replies, matched by serial number, tid and bid (reference 1.4). */
@Injectable()
export class DeviceCommands implements OnApplicationShutdown {
  private readonly waiting = new Map<string, Waiting>();
  private send: SendCommand | null = null;

  /** False until the link has been open: nothing may be begun that a command belongs to. */
  get isReady(): boolean {
    return this.send !== null;
  }

  /** The link is open: commands go through it from now on. */
  begin(send: SendCommand): void {
    this.send = send;
  }

  /**
   * Sends what `build` makes with a fresh tid, and waits for the reply. Throws when the message could not even be given
   * to the broker: then it has surely not reached the device.
   */
  async call(sn: string, bid: string, build: (tid: string) => Outgoing, patienceMs = 10_000): Promise<CommandReply> {
    if (!this.send) throw new Error('there is no link to the devices yet');
    const tid = randomUUID();
    let patience: NodeJS.Timeout | undefined;
    const reply = new Promise<CommandReply>((settle) => {
      this.waiting.set(tid, { sn, bid, settle });
      patience = setTimeout(() => settle({ kind: 'silent' }), patienceMs);
    });
    try {
      const { topic, payload } = build(tid);
      await this.send(topic, payload);
      return await reply;
    } finally {
      clearTimeout(patience);
      this.waiting.delete(tid);
    }
  }

  /** Takes a message of the channel `services_reply`; those that nobody here waits for are passed over. */
  take(topic: string, payload: Buffer): void {
    const decoded = decode(topic, payload);
    const { tid, bid, data } = decoded.envelope ?? { tid: null, bid: null, data: null };
    const entry = tid === null ? undefined : this.waiting.get(tid);
    if (!entry || decoded.topic?.sn !== entry.sn || bid !== entry.bid) return;
    const result = (data as { result?: unknown } | null)?.result;
    if (typeof result === 'number') entry.settle({ kind: 'answered', result, body: data });
  }

  onApplicationShutdown(): void {
    for (const { settle } of this.waiting.values()) settle({ kind: 'silent' });
  }
}
