/**
 * Rows in PostgreSQL's binary COPY format (https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format"):
 * about one and a half times as fast as text and without its escaping.
 */
export class CopyRows {
  private buffer: Buffer;
  private length = 0;
  /** How many rows were begun. */
  count = 0;

  constructor(initialBytes = 64 * 1024) {
    this.buffer = Buffer.allocUnsafe(initialBytes);
    this.reserve(19);
    SIGNATURE.copy(this.buffer, 0);
    this.buffer.writeInt32BE(0, 11);
    this.buffer.writeInt32BE(0, 15);
    this.length = 19;
  }

  /** Begins a row of `columns` columns, which must follow in the order of the COPY statement. */
  row(columns: number): this {
    this.reserve(2);
    this.length = this.buffer.writeInt16BE(columns, this.length);
    this.count += 1;
    return this;
  }

  null(): this {
    this.reserve(4);
    this.length = this.buffer.writeInt32BE(-1, this.length);
    return this;
  }

  /** `text`, also as bytes in UTF-8 that hold no NUL. The NUL character, which PostgreSQL cannot store, becomes U+FFFD. */
  text(value: string | Buffer | null): this {
    if (value === null) return this.null();
    if (typeof value !== 'string') return this.bytes(value);
    const clean = value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
    const most = clean.length * 3;
    this.reserve(4 + most);
    const bytes = this.buffer.write(clean, this.length + 4, most, 'utf8');
    this.buffer.writeInt32BE(bytes, this.length);
    this.length += 4 + bytes;
    return this;
  }

  private bytes(value: Buffer): this {
    this.reserve(4 + value.length);
    this.buffer.writeInt32BE(value.length, this.length);
    value.copy(this.buffer, this.length + 4);
    this.length += 4 + value.length;
    return this;
  }

  /** `timestamptz`, from milliseconds since 1970. */
  instant(milliseconds: number | null): this {
    if (milliseconds === null || !Number.isFinite(milliseconds)) return this.null();
    this.reserve(12);
    this.length = this.buffer.writeInt32BE(8, this.length);
    this.length = this.buffer.writeBigInt64BE(BigInt(Math.round((milliseconds - EPOCH_2000_MS) * 1000)), this.length);
    return this;
  }

  /** `double precision`. */
  float8(value: number | null): this {
    if (value === null) return this.null();
    this.reserve(12);
    this.length = this.buffer.writeInt32BE(8, this.length);
    this.length = this.buffer.writeDoubleBE(value, this.length);
    return this;
  }

  /** `real`. */
  float4(value: number | null): this {
    if (value === null) return this.null();
    this.reserve(8);
    this.length = this.buffer.writeInt32BE(4, this.length);
    this.length = this.buffer.writeFloatBE(value, this.length);
    return this;
  }

  /** `int`; a number that does not fit becomes null, since a clipped one would be an invented value. */
  int4(value: number | null): this {
    if (value === null || !Number.isInteger(value) || Math.abs(value) > 0x7fffffff) return this.null();
    this.reserve(8);
    this.length = this.buffer.writeInt32BE(4, this.length);
    this.length = this.buffer.writeInt32BE(value, this.length);
    return this;
  }

  boolean(value: boolean): this {
    this.reserve(5);
    this.length = this.buffer.writeInt32BE(1, this.length);
    this.length = this.buffer.writeUInt8(value ? 1 : 0, this.length);
    return this;
  }

  /** The finished stream. The object is used up. */
  end(): Buffer {
    this.reserve(2);
    this.length = this.buffer.writeInt16BE(-1, this.length);
    return this.buffer.subarray(0, this.length);
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + bytes));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }
}

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
const EPOCH_2000_MS = Date.UTC(2000, 0, 1);
