/** APP1 and APP13: what told of the place where the picture was really taken. */
const METADATA = new Set([0xe1, 0xed]);
const START_OF_SCAN = 0xda;

/** A JPEG cut behind its first marker, without the segments that hold metadata (ISO/IEC 10918-1, annex B). */
export function withoutMetadata(jpeg: Buffer): { head: Buffer; rest: Buffer } {
  const kept: Buffer[] = [];
  let at = 2;
  while (at + 4 <= jpeg.length && jpeg[at] === 0xff && jpeg[at + 1] !== START_OF_SCAN) {
    const end = at + 2 + jpeg.readUInt16BE(at + 2);
    if (!METADATA.has(jpeg[at + 1]!)) kept.push(jpeg.subarray(at, end));
    at = end;
  }
  return { head: jpeg.subarray(0, 2), rest: Buffer.concat([...kept, jpeg.subarray(at)]) };
}

/** An APP1 segment around its content. */
export function app1Segment(content: Buffer): Buffer {
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}
