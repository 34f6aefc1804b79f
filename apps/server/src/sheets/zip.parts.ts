import { Inflate } from 'fflate';
import { SHEET_LIMITS } from './sheet.limits.js';
import { tooLarge, unreadable } from './sheet.refusal.js';

interface Part {
  method: number;
  encrypted: boolean;
  packedSize: number;
  headerAt: number;
}

/** Bytes given to the inflater at once: a byte can become a thousand, so this bounds what one step can make. */
const STEP = 1024;
const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;

/**
 * The parts of a zip archive (APPNOTE 6.3.10 §4.3), unpacked one piece after the other. What the headers say about sizes
 * is not believed: the bytes that come out are counted. Throws `Refusal` 400 `unreadable_sheet` or 413 `sheet_too_large`.
 */
export class ZipParts {
  private readonly parts = new Map<string, Part>();
  private readonly view: DataView;
  private unpacked = 0;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.readDirectory();
  }

  has(name: string): boolean {
    return this.parts.has(name.toLowerCase());
  }

  /** The bytes of a part, piece by piece; other work gets its turn in between. */
  async *read(name: string): AsyncGenerator<Uint8Array> {
    const part = this.parts.get(name.toLowerCase());
    if (!part) throw damaged(`缺少 ${name}`, `${name} is missing`);
    if (part.encrypted) throw unreadable('文件有密码，请去掉密码后重试', 'it is protected by a password: remove it');
    const packed = this.packedBytes(part, name);
    if (part.method !== 0 && part.method !== 8) {
      throw damaged(`${name} 的压缩方式不受支持`, `${name} is compressed in a way that is not supported`);
    }
    let partBytes = 0;
    for (const piece of part.method === 0 ? slices(packed) : inflated(packed, name)) {
      partBytes += piece.length;
      this.unpacked += piece.length;
      if (partBytes > SHEET_LIMITS.partBytes || this.unpacked > SHEET_LIMITS.totalBytes) {
        throw tooLarge('解压后超过上限', 'it unpacks to more than the limit');
      }
      if (piece.length > 0) yield piece;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  private readDirectory(): void {
    const end = this.findEnd();
    const count = this.view.getUint16(end + 10, true);
    if (count > SHEET_LIMITS.parts) throw tooLarge('压缩包内文件过多', 'the archive holds too many parts');
    let at = this.view.getUint32(end + 16, true);
    for (let nr = 0; nr < count; nr++) {
      if (at + 46 > this.bytes.length || this.view.getUint32(at, true) !== ENTRY_SIGNATURE) throw cut();
      const nameLength = this.view.getUint16(at + 28, true);
      const name = Buffer.from(this.bytes.subarray(at + 46, at + 46 + nameLength)).toString('utf8');
      this.parts.set(name.replaceAll('\\', '/').toLowerCase(), {
        encrypted: (this.view.getUint16(at + 8, true) & 1) === 1,
        method: this.view.getUint16(at + 10, true),
        packedSize: this.view.getUint32(at + 20, true),
        headerAt: this.view.getUint32(at + 42, true),
      });
      at += 46 + nameLength + this.view.getUint16(at + 30, true) + this.view.getUint16(at + 32, true);
    }
  }

  /** The end record stands last, before a comment of at most 65,535 bytes. */
  private findEnd(): number {
    for (let at = this.bytes.length - 22; at >= Math.max(0, this.bytes.length - 22 - 65_535); at--) {
      if (this.view.getUint32(at, true) === END_SIGNATURE) return at;
    }
    throw cut();
  }

  private packedBytes(part: Part, name: string): Uint8Array {
    const at = part.headerAt;
    if (at + 30 > this.bytes.length || this.view.getUint32(at, true) !== LOCAL_SIGNATURE) {
      throw damaged(`${name} 损坏`, `${name} is damaged`);
    }
    const start = at + 30 + this.view.getUint16(at + 26, true) + this.view.getUint16(at + 28, true);
    if (start + part.packedSize > this.bytes.length) throw cut();
    return this.bytes.subarray(start, start + part.packedSize);
  }
}

function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += STEP) yield bytes.subarray(at, at + STEP);
}

function* inflated(packed: Uint8Array, name: string): Generator<Uint8Array> {
  let pieces: Uint8Array[] = [];
  let ended = false;
  const inflate = new Inflate((piece, final) => {
    pieces.push(piece);
    ended ||= final;
  });
  for (let at = 0; at < packed.length && !ended; at += STEP) {
    try {
      inflate.push(packed.subarray(at, at + STEP), at + STEP >= packed.length);
    } catch {
      throw damaged(`${name} 损坏`, `${name} is damaged`);
    }
    const ready = pieces;
    pieces = [];
    yield* ready;
  }
}

function cut(): Error {
  return damaged('文件不完整，请重新上传', 'it is cut off: upload it again');
}

function damaged(zh: string, en: string): Error {
  return unreadable(`${zh}。请在表格软件中另存为 .xlsx 后重试`, `${en}. Save it as .xlsx again and retry`);
}
