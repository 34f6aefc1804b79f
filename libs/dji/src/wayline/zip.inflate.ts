import { Inflate } from 'fflate';
import { type ReadLimits } from './limits.js';
import { WaylineError } from './wayline.error.js';
import { type ZipEntry } from './zip.entry.js';

/** Deflate makes at most 1,032 bytes of one: with slices of this size a bomb is noticed before 8 MiB more are unpacked. */
const SLICE = 8 * 1024;

/**
 * Unpacks one entry and proves on the way what the archive says of it. `room` is how many bytes are still allowed.
 * Throws {@link WaylineError}: `too_large`, `suspicious_ratio`, `wrong_size`, `wrong_checksum`, `damaged_entry`.
 */
export function inflateEntry(
  entry: ZipEntry,
  packed: Uint8Array,
  file: string,
  room: number,
  limits: ReadLimits,
): Uint8Array {
  const fail = (code: string, zh: string, en: string): never => {
    throw new WaylineError(code, { file, line: 0 }, zh, en);
  };
  const tooLarge = () => fail('too_large', `解压后超过 ${room} 字节`, `unpacked it has more than ${room} bytes`);
  if (entry.size > room) tooLarge();
  if (entry.size > limits.ratioFloor && entry.size > packed.length * limits.ratio) {
    fail(
      'suspicious_ratio',
      `压缩比超过 ${limits.ratio}，疑似压缩炸弹`,
      `is packed more than ${limits.ratio} to 1, which looks like a bomb`,
    );
  }
  const data = entry.method === 0 ? packed.slice() : inflate(packed, entry.size, fail);
  if (data.length !== entry.size)
    fail(
      'wrong_size',
      '解压后的大小与目录不符，请重新打包',
      'unpacks to another size than its directory says; pack it again',
    );
  if (crc32(data) !== entry.crc32)
    fail(
      'wrong_checksum',
      '校验和不符，文件已损坏，请重新导出',
      'has a wrong checksum and is damaged; export it again',
    );
  return data;
}

function inflate(packed: Uint8Array, size: number, fail: (code: string, zh: string, en: string) => never): Uint8Array {
  const out = new Uint8Array(size);
  let length = 0;
  const stream = new Inflate((chunk) => {
    if (length + chunk.length > size) {
      fail(
        'wrong_size',
        '解压后的大小超过目录所述，疑似压缩炸弹',
        'unpacks to more than its directory says, which looks like a bomb',
      );
    }
    out.set(chunk, length);
    length += chunk.length;
  });
  try {
    for (let at = 0; at < packed.length; at += SLICE)
      stream.push(packed.subarray(at, at + SLICE), at + SLICE >= packed.length);
  } catch (error) {
    if (error instanceof WaylineError) throw error;
    fail('damaged_entry', '压缩数据已损坏，请重新导出', 'holds damaged compressed data; export it again');
  }
  return out.subarray(0, length);
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 of ISO 3309, as ZIP uses it. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let at = 0; at < bytes.length; at++) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ bytes[at]!) & 0xff]!;
  return ~crc >>> 0;
}
