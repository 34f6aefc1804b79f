/**
 * Watches the byte stream of one MQTT connection and knows each packet's announced length before its body arrives
 * (MQTT 3.1.1 §2.2.3, remaining length), because the parser behind it would collect up to 256 MB for anybody.
 */
export class FrameWatch {
  /** Bytes of the current packet's body still to come; -1 while its header is being read. */
  private body = -1;
  /** Bytes of the current header seen so far: type, then up to four of the length. */
  private header = 0;
  private length = 0;

  constructor(private readonly limit: number) {}

  /** False when a packet in the stream announces more than `limit` bytes, or its length is malformed. */
  accept(chunk: Uint8Array): boolean {
    let at = 0;
    while (at < chunk.length) {
      if (this.body >= 0) {
        const step = Math.min(this.body, chunk.length - at);
        this.body -= step;
        at += step;
        if (this.body === 0) this.body = -1;
      } else if (!this.acceptHeader(chunk[at++]!)) {
        return false;
      }
    }
    return true;
  }

  private acceptHeader(byte: number): boolean {
    this.header += 1;
    if (this.header === 1) return true;
    this.length += (byte & 0x7f) * 128 ** (this.header - 2);
    if (this.length > this.limit) return false;
    if ((byte & 0x80) !== 0) return this.header < 5;
    this.body = this.length === 0 ? -1 : this.length;
    this.header = 0;
    this.length = 0;
    return true;
  }
}
