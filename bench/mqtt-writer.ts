import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/**
 * A publisher that costs little: MQTT 3.1.1 with QoS 1 written by hand, so that on two cores the load generator takes as
 * little as possible from what is measured. Many packets go into one write.
 */
export class MqttWriter {
  private packetId = 0;
  private pending: Buffer[] = [];
  private rest: Buffer = Buffer.alloc(0);
  private readonly ping: NodeJS.Timeout;
  acknowledged = 0;
  sent = 0;

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk) => this.read(chunk));
    this.ping = setInterval(() => socket.write(Buffer.from([0xc0, 0])), 20_000);
  }

  static async open(
    host: string,
    port: number,
    clientId: string,
    account: { username: string; password: string } | null,
  ): Promise<MqttWriter> {
    const socket = connect({ host, port, noDelay: true });
    await once(socket, 'connect');
    const connected = once(socket, 'data') as Promise<[Buffer]>;
    const fields = [text('MQTT'), Buffer.from([4, account ? 0xc2 : 0x02, 0, 60]), text(clientId)];
    if (account) fields.push(text(account.username), text(account.password));
    socket.write(packet(0x10, fields));
    const [answer] = await connected;
    if (answer[0] !== 0x20 || answer[3] !== 0) throw new Error(`the broker refused the publisher (code ${answer[3]})`);
    return new MqttWriter(socket);
  }

  /** True while the socket takes more. */
  get writable(): boolean {
    return !this.socket.writableNeedDrain;
  }

  add(topic: string, payload: string): void {
    this.packetId = (this.packetId % 65_535) + 1;
    const id = Buffer.from([this.packetId >> 8, this.packetId & 0xff]);
    this.pending.push(packet(0x32, [text(topic), id, Buffer.from(payload)]));
    this.sent += 1;
  }

  /** Sends what was added. */
  flush(): void {
    if (this.pending.length === 0) return;
    this.socket.write(Buffer.concat(this.pending));
    this.pending = [];
  }

  close(): void {
    clearInterval(this.ping);
    this.socket.end(Buffer.from([0xe0, 0]));
  }

  private read(chunk: Buffer): void {
    const bytes = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    let at = 0;
    // PUBACK and PINGRESP: both have their length in one byte.
    while (at + 2 <= bytes.length && at + 2 + bytes[at + 1]! <= bytes.length) {
      if (bytes[at]! >> 4 === 4) this.acknowledged += 1;
      at += 2 + bytes[at + 1]!;
    }
    this.rest = bytes.subarray(at);
  }
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
}

function packet(header: number, parts: readonly Buffer[]): Buffer {
  let length = parts.reduce((sum, part) => sum + part.length, 0);
  const head = [header];
  do {
    const digit = length % 128;
    length = Math.floor(length / 128);
    head.push(length > 0 ? digit | 0x80 : digit);
  } while (length > 0);
  return Buffer.concat([Buffer.from(head), ...parts]);
}
