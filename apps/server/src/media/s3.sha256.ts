import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';

/** SHA-256, or with a secret its HMAC, in the shape in which the signature library asks for it. */
export class Sha256 {
  private hash: Hash | Hmac;

  constructor(private readonly secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = begun(secret);
  }

  update(data: Uint8Array): void {
    this.hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }

  reset(): void {
    this.hash = begun(this.secret);
  }
}

function begun(secret: string | ArrayBuffer | ArrayBufferView | undefined): Hash | Hmac {
  if (secret === undefined) return createHash('sha256');
  if (typeof secret === 'string') return createHmac('sha256', secret);
  return createHmac('sha256', ArrayBuffer.isView(secret) ? bytesOf(secret) : new Uint8Array(secret));
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
