import { type Issues } from './issues.js';
import { type ReadLimits } from './limits.js';
import { WaylineError } from './wayline.error.js';
import { type ZipEntry } from './zip.entry.js';
import { inflateEntry } from './zip.inflate.js';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_HEADER = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const END_SIZE = 22;
const HEADER_SIZE = 46;
const LOCAL_SIZE = 30;

/** Whether bytes begin like an archive. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

/**
 * An archive in memory. Opening reads only the directory and refuses what an honest route file never has: several
 * disks, zip64, encryption, the same name twice, entries that overlap, names that lead outside, sizes beyond the
 * limits. Throws {@link WaylineError}.
 */
export class ZipArchive {
  readonly entries: readonly ZipEntry[];
  private readonly view: DataView;
  private spent = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly file: string,
    private readonly limits: ReadLimits,
    issues: Issues,
  ) {
    if (bytes.length > limits.fileBytes) {
      throw this.error(
        'too_large',
        `文件超过 ${limits.fileBytes} 字节`,
        `the file has more than ${limits.fileBytes} bytes`,
      );
    }
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.entries = this.readDirectory(issues);
    this.refuseOverlaps();
  }

  /** The bytes of an entry, its size, ratio and checksum proven while unpacking. */
  read(entry: ZipEntry, maxBytes: number): Uint8Array {
    const place = `${this.file}/${entry.path}`;
    const start = this.dataStart(entry);
    const packed = this.bytes.subarray(start, start + entry.packedSize);
    const room = Math.min(maxBytes, this.limits.totalBytes - this.spent);
    const data = inflateEntry(entry, packed, place, room, this.limits);
    this.spent += data.length;
    return data;
  }

  private readDirectory(issues: Issues): ZipEntry[] {
    const end = this.findEnd();
    const count = this.u16(end + 10);
    const size = this.u32(end + 12);
    const start = this.u32(end + 16);
    if (this.u16(end + 4) !== 0 || this.u16(end + 6) !== 0 || this.u16(end + 8) !== count) {
      throw this.error(
        'multi_disk',
        '是分卷压缩包，请重新打成单个压缩包',
        'the archive is split over several files; pack it as one',
      );
    }
    if (count === 0xffff || size === 0xffffffff || start === 0xffffffff) {
      throw this.error(
        'zip64',
        '使用了 zip64 格式，请用普通 ZIP 重新打包',
        'the archive is zip64; pack it as a plain ZIP',
      );
    }
    if (count > this.limits.entries) {
      throw this.error(
        'too_many_entries',
        `压缩包内文件超过 ${this.limits.entries} 个`,
        `the archive holds more than ${this.limits.entries} files`,
      );
    }
    if (start + size > end) throw this.damaged();
    return this.readHeaders(start, start + size, count, issues);
  }

  private readHeaders(start: number, end: number, count: number, issues: Issues): ZipEntry[] {
    const entries: ZipEntry[] = [];
    const names = new Set<string>();
    let declared = 0;
    for (let at = start, index = 0; index < count; index++) {
      if (at + HEADER_SIZE > end || this.u32(at) !== DIRECTORY_HEADER) throw this.damaged();
      const next = at + HEADER_SIZE + this.u16(at + 28) + this.u16(at + 30) + this.u16(at + 32);
      if (next > end) throw this.damaged();
      const entry = this.readHeader(at, issues);
      at = next;
      // Names that differ by letter case only are one file on half of the world's disks.
      const key = entry.path.toLowerCase();
      if (names.has(key)) {
        throw this.error(
          'duplicate_entry',
          `“${entry.path}”出现了两次，请重新打包`,
          `"${entry.path}" is in the archive twice; pack it again`,
        );
      }
      names.add(key);
      declared += entry.size;
      if (declared > this.limits.totalBytes) {
        throw this.error(
          'too_large',
          `解压后超过 ${this.limits.totalBytes} 字节`,
          `unpacked it has more than ${this.limits.totalBytes} bytes`,
        );
      }
      if (!entry.path.endsWith('/')) entries.push(entry);
    }
    return entries;
  }

  private readHeader(at: number, issues: Issues): ZipEntry {
    const flags = this.u16(at + 8);
    const path = this.safePath(this.bytes.subarray(at + HEADER_SIZE, at + HEADER_SIZE + this.u16(at + 28)), issues);
    const place = { file: `${this.file}/${path}`, line: 0 };
    if (flags & 0x2041)
      throw new WaylineError(
        'encrypted',
        place,
        '已加密，请去掉密码后重新打包',
        'is encrypted; pack it again without a password',
      );
    const method = this.u16(at + 10);
    if (method !== 0 && method !== 8) {
      throw new WaylineError(
        'unknown_compression',
        place,
        `压缩方式 ${method} 不受支持，请用“标准/Deflate”重新打包`,
        `uses compression method ${method}; pack it again with deflate`,
      );
    }
    if (this.u16(at + 34) !== 0)
      throw this.error(
        'multi_disk',
        '是分卷压缩包，请重新打成单个压缩包',
        'the archive is split over several files; pack it as one',
      );
    const sizes = { packedSize: this.u32(at + 20), size: this.u32(at + 24), offset: this.u32(at + 42) };
    if (Object.values(sizes).includes(0xffffffff)) {
      throw this.error(
        'zip64',
        '使用了 zip64 格式，请用普通 ZIP 重新打包',
        'the archive is zip64; pack it as a plain ZIP',
      );
    }
    return { path, method, crc32: this.u32(at + 16), ...sizes };
  }

  private safePath(name: Uint8Array, issues: Issues): string {
    const text = entryName(name);
    const path = text.replaceAll('\\', '/');
    if (
      path === '' ||
      path.startsWith('/') ||
      /^[a-z]:/i.test(path) ||
      path.includes('\0') ||
      path.split('/').includes('..')
    ) {
      throw this.error(
        'unsafe_path',
        `文件名 ${JSON.stringify(text)} 指向压缩包之外，拒绝读取`,
        `the entry name ${JSON.stringify(text)} leads outside the archive; refused`,
      );
    }
    if (path !== text) {
      issues.add(
        'warning',
        { file: this.file, line: 0 },
        path,
        'backslash_in_path',
        `文件名“${text}”用了反斜杠，机场会拒绝；重新导出即可`,
        `the entry name "${text}" has backslashes, which a dock refuses; export it again`,
      );
    }
    return path;
  }

  /** Data of two entries must not share bytes: that is how a small archive unpacks to a huge one many times over. */
  private refuseOverlaps(): void {
    const ranges = this.entries.map((entry) => ({ from: entry.offset, to: this.dataStart(entry) + entry.packedSize }));
    ranges.sort((a, b) => a.from - b.from);
    for (const [index, { from }] of ranges.entries()) {
      if (index > 0 && from < ranges[index - 1]!.to) throw this.damaged();
    }
  }

  private dataStart(entry: ZipEntry): number {
    const at = entry.offset;
    if (at + LOCAL_SIZE > this.bytes.length || this.u32(at) !== LOCAL_HEADER) throw this.damaged();
    const start = at + LOCAL_SIZE + this.u16(at + 26) + this.u16(at + 28);
    const local = entryName(this.bytes.subarray(at + LOCAL_SIZE, at + LOCAL_SIZE + this.u16(at + 26)));
    if (start + entry.packedSize > this.bytes.length || local.replaceAll('\\', '/') !== entry.path)
      throw this.damaged();
    return start;
  }

  private findEnd(): number {
    const lowest = Math.max(0, this.bytes.length - END_SIZE - 0xffff);
    for (let at = this.bytes.length - END_SIZE; at >= lowest; at--) {
      if (this.u32(at) === END_OF_DIRECTORY && at + END_SIZE + this.u16(at + 20) === this.bytes.length) return at;
    }
    throw this.damaged();
  }

  private u16(at: number): number {
    return this.view.getUint16(at, true);
  }

  private u32(at: number): number {
    return this.view.getUint32(at, true);
  }

  private damaged(): WaylineError {
    return this.error(
      'damaged_archive',
      '压缩包已损坏或不完整，请重新导出或重新传输',
      'the archive is damaged or cut off; export or transfer it again',
    );
  }

  private error(code: string, zh: string, en: string): WaylineError {
    return new WaylineError(code, { file: this.file, line: 0 }, zh, en);
  }
}

/** A name in UTF-8, or byte by byte where it is not: old archives do not say which code page they mean. */
function entryName(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  }
}
