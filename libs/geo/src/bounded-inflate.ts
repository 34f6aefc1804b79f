/**
 * Unpacks blocks of a TIFF file and stops at `limit` bytes: a block says how large it is, and a few bytes must not
 * become gigabytes. Throws a `RangeError` when more comes out, and for broken data.
 */
export type Unpack = (block: Uint8Array<ArrayBuffer>, limit: number) => Promise<Uint8Array<ArrayBuffer>>;

/** By TIFF's number of the compression: none, LZW, Deflate (two numbers), PackBits. */
export const unpackers: Readonly<Record<number, Unpack>> = {
  1: async (block, limit) => block.subarray(0, limit),
  5: async (block, limit) => unpackLzw(block, limit),
  8: inflated,
  32_773: async (block, limit) => unpackBits(block, limit),
  32_946: inflated,
};

const tooMuch = (limit: number): RangeError => new RangeError(`a block unpacks to more than its ${limit} bytes`);

/** Deflate with a zlib head (RFC 1950). */
async function inflated(block: Uint8Array<ArrayBuffer>, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const result = new Uint8Array(limit);
  let filled = 0;
  const reader = new Blob([block]).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return result.subarray(0, filled);
    if (filled + value.length > limit) {
      await reader.cancel();
      throw tooMuch(limit);
    }
    result.set(value, filled);
    filled += value.length;
  }
}

/** Runs of bytes, TIFF 6.0 page 42. */
function unpackBits(block: Uint8Array, limit: number): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(limit);
  let filled = 0;
  for (let at = 0; at < block.length;) {
    const head = (block[at++]! << 24) >> 24;
    if (head === -128) continue;
    const count = head >= 0 ? head + 1 : 1 - head;
    if (filled + count > limit) throw tooMuch(limit);
    if (head >= 0) {
      result.set(block.subarray(at, at + count), filled);
      at += count;
    } else {
      result.fill(block[at++] ?? 0, filled, filled + count);
    }
    filled += count;
  }
  return result.subarray(0, filled);
}

const CLEAR = 256;
const END = 257;

/** LZW with codes from the high bit down, one wider a code early, TIFF 6.0 page 57. */
function unpackLzw(block: Uint8Array, limit: number): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(limit);
  const starts = new Uint32Array(4096);
  const lengths = new Uint16Array(4096);
  let filled = 0;
  let next = 258;
  let width = 9;
  let previous = -1;
  let bits = 0;
  let held = 0;
  for (const byte of block) {
    held = ((held << 8) | byte) & 0xff_ffff;
    bits += 8;
    if (bits < width) continue;
    bits -= width;
    const code = (held >> bits) & ((1 << width) - 1);
    if (code === END) break;
    if (code === CLEAR) {
      [next, width, previous] = [258, 9, -1];
      continue;
    }
    const known = code < 256 || (code >= 258 && code < next);
    if (!known && (code !== next || previous < 0)) throw new RangeError(`broken LZW data at byte ${filled}`);
    const start = filled;
    // A string is one already written, or the one before and its own first byte.
    const source = known ? code : previous;
    const length = source < 256 ? 1 : lengths[source]!;
    if (start + length + (known ? 0 : 1) > limit) throw tooMuch(limit);
    if (source < 256) result[filled++] = source;
    else for (let index = 0; index < length; index++) result[filled++] = result[starts[source]! + index]!;
    if (!known) result[filled++] = result[start]!;
    if (previous >= 0 && next < 4096) {
      const before = previous < 256 ? 1 : lengths[previous]!;
      starts[next] = start - before;
      lengths[next] = before + 1;
      next++;
    }
    previous = code;
    if (next + 1 >= 1 << width && width < 12) width++;
  }
  return result.subarray(0, filled);
}
