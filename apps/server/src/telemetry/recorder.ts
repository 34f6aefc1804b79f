import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import copy from 'pg-copy-streams';
import { CopyRows } from './copy-rows.js';
import { Partitions } from './partitions.js';

/** One row of `device_messages`. Times in milliseconds since 1970. */
export interface MessageRow {
  sn: string;
  receivedAt: number;
  deviceTime: number | null;
  channel: string;
  method: string | null;
  payload: string;
}

/** One row of `telemetry_points`; units as in `DeviceSample`. */
export interface PointRow {
  sn: string;
  receivedAt: number;
  deviceTime: number | null;
  longitude: number | null;
  latitude: number | null;
  heightEllipsoid: number | null;
  heightAboveTakeoff: number | null;
  heading: number | null;
  speed: number | null;
  verticalSpeed: number | null;
  batteryPercent: number | null;
  modeCode: number | null;
  late: boolean;
}

/** A change that must be in the same transaction as the messages before it. It may run again when the batch is tried again. */
export type Change = (tx: EntityManager) => Promise<void>;

interface Batch {
  messages: MessageRow[];
  points: PointRow[];
  changes: Change[];
  committed: (() => void)[];
}

/** Writes that join each batch: the latest states. Called inside the transaction; `committed` after it. */
export interface BatchPart {
  write(tx: EntityManager): Promise<void>;
  committed(): void;
  /** True while it has more to write: another batch follows even without new messages. */
  readonly pending: boolean;
}

const FLUSH_MS = 100;
const FLUSH_ROWS = 4_000;
/** Above this many waiting rows or bytes nothing more is read from the broker. */
const HOLD_ROWS = 20_000;
const HOLD_BYTES = 48 * 1024 * 1024;

/**
 * The only writer of what devices say: one batch in flight, each a transaction of history, latest states and changes;
 * acknowledgements run after the commit. While the database is away batches are tried again for as long as it takes.
 */
@Injectable()
export class Recorder {
  private readonly log = new Logger(Recorder.name);
  private waiting = emptyBatch();
  private waitingBytes = 0;
  private flushing: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private closing = false;
  private failing = false;
  private readonly parts: BatchPart[] = [];
  private drained: (() => void) | null = null;
  /** Rows committed since the start. */
  written = 0;

  constructor(
    private readonly db: DataSource,
    private readonly partitions: Partitions,
  ) {}

  /** Lets a part write into every batch, in the order of the calls. */
  join(part: BatchPart): void {
    this.parts.push(part);
  }

  /** True while more may be handed over. When it turns false, `onDrain` is called once there is room again. */
  get hasRoom(): boolean {
    return this.waiting.messages.length < HOLD_ROWS && this.waitingBytes < HOLD_BYTES;
  }

  onDrain(listener: () => void): void {
    this.drained = listener;
  }

  message(row: MessageRow): void {
    this.waiting.messages.push(row);
    this.waitingBytes += row.payload.length + 64;
    this.schedule();
  }

  point(row: PointRow): void {
    this.waiting.points.push(row);
    this.schedule();
  }

  change(change: Change): void {
    this.waiting.changes.push(change);
    this.schedule();
  }

  /** Runs after the commit of everything handed over before. */
  afterCommit(action: () => void): void {
    this.waiting.committed.push(action);
    this.schedule();
  }

  /** Begins a batch for a part that has something to write although no message was kept. */
  wake(): void {
    if (this.hasWork()) this.schedule();
  }

  get waitingRows(): number {
    return this.waiting.messages.length;
  }

  /** False while batches fail. */
  get healthy(): boolean {
    return !this.failing;
  }

  /** Resolves when everything handed over so far is committed. */
  async settle(): Promise<void> {
    while (this.flushing || this.hasWork()) await (this.flushing ?? this.flush());
  }

  /** Writes what is left and stops; what cannot be written within `patienceMs` is given up with an error in the log. */
  async close(patienceMs = 10_000): Promise<void> {
    const deadline = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), patienceMs).unref());
    const end = await Promise.race([this.settle(), deadline]);
    this.closing = true;
    if (end === 'late')
      this.log.error({ message: 'given up: the database did not take the last rows', rows: this.waitingRows });
    if (this.timer) clearTimeout(this.timer);
  }

  private hasWork(): boolean {
    const { messages, points, changes, committed } = this.waiting;
    return (
      messages.length + points.length + changes.length + committed.length > 0 || this.parts.some((part) => part.pending)
    );
  }

  private schedule(): void {
    if (this.flushing || this.closing) return;
    if (this.waiting.messages.length >= FLUSH_ROWS) void this.flush();
    else this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS);
  }

  private flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const batch = this.waiting;
    this.waiting = emptyBatch();
    this.waitingBytes = 0;
    this.flushing = this.deliver(batch).finally(() => {
      this.flushing = null;
      if (this.hasWork()) this.schedule();
    });
    if (this.drained) {
      const listener = this.drained;
      setImmediate(() => this.hasRoom && listener());
    }
    return this.flushing;
  }

  /** Tries until the batch is committed; bad rows are put aside one by one. */
  private async deliver(batch: Batch): Promise<void> {
    for (let wait = 50; !this.closing; wait = Math.min(wait * 2, 2_000)) {
      try {
        await this.commit(batch);
        this.recovered();
        break;
      } catch (error) {
        if (codeOf(error)?.startsWith('22')) {
          await this.setAsideBadRows(batch);
          continue;
        }
        if (codeOf(error) === '23514') await this.partitions.keep(new Date()).catch(() => undefined);
        this.failed(error as Error);
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
    if (this.closing) return;
    this.written += batch.messages.length;
    for (const part of this.parts) part.committed();
    for (const action of batch.committed) action();
    if (this.drained && this.hasRoom) this.drained();
  }

  private async commit(batch: Batch): Promise<void> {
    const runner = this.db.createQueryRunner();
    try {
      await runner.connect();
      await runner.startTransaction();
      if (batch.messages.length > 0) await copyRows(runner, MESSAGES_COPY, encodeMessages(batch.messages));
      if (batch.points.length > 0) await copyRows(runner, POINTS_COPY, encodePoints(batch.points));
      for (const part of this.parts) await part.write(runner.manager);
      for (const change of batch.changes) await this.applyChange(runner, change);
      await runner.commitTransaction();
    } catch (error) {
      await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }

  /** A change that the database refuses for its content must not hold up every message behind it. */
  private async applyChange(runner: QueryRunner, change: Change): Promise<void> {
    await runner.query('SAVEPOINT change');
    try {
      await change(runner.manager);
      await runner.query('RELEASE SAVEPOINT change');
    } catch (error) {
      const code = codeOf(error);
      if (!code || !/^(22|23|42|P0)/.test(code)) throw error;
      await runner.query('ROLLBACK TO SAVEPOINT change');
      this.log.error({ message: 'a change was refused by the database', error: (error as Error).message });
    }
  }

  /** Finds the rows that PostgreSQL refuses for their content by writing halves; those are logged and left out. */
  private async setAsideBadRows(batch: Batch): Promise<void> {
    batch.messages = await this.goodRows(batch.messages, MESSAGES_COPY, encodeMessages);
    batch.points = await this.goodRows(batch.points, POINTS_COPY, encodePoints);
  }

  private async goodRows<Row>(rows: Row[], sql: string, encode: (rows: readonly Row[]) => Buffer): Promise<Row[]> {
    if (rows.length === 0) return rows;
    const runner = this.db.createQueryRunner();
    try {
      await runner.connect();
      await runner.startTransaction();
      await copyRows(runner, sql, encode(rows));
      return rows;
    } catch (error) {
      if (!codeOf(error)?.startsWith('22')) throw error;
      if (rows.length === 1) {
        this.log.error({ message: 'a row was refused by the database', row: rows[0], error: (error as Error).message });
        return [];
      }
    } finally {
      await runner.rollbackTransaction().catch(() => undefined);
      await runner.release();
    }
    const half = rows.length >> 1;
    return [
      ...(await this.goodRows(rows.slice(0, half), sql, encode)),
      ...(await this.goodRows(rows.slice(half), sql, encode)),
    ];
  }

  private failed(error: Error): void {
    if (!this.failing)
      this.log.error({ message: 'the database does not take what devices say; keeping it', error: error.message });
    this.failing = true;
  }

  private recovered(): void {
    if (this.failing) this.log.log('the database takes what devices say again');
    this.failing = false;
  }
}

const MESSAGES_COPY =
  'COPY device_messages (sn, received_at, device_time, channel, method, payload) FROM STDIN (FORMAT binary)';
const POINTS_COPY = `COPY telemetry_points (sn, received_at, device_time, longitude, latitude, height_ellipsoid,
  height_above_takeoff, heading, speed, vertical_speed, battery_percent, mode_code, late) FROM STDIN (FORMAT binary)`;

function encodeMessages(rows: readonly MessageRow[]): Buffer {
  const out = new CopyRows(rows.length * 1_500 + 64);
  for (const row of rows) {
    out
      .row(6)
      .text(row.sn)
      .instant(row.receivedAt)
      .instant(row.deviceTime)
      .text(row.channel)
      .text(row.method)
      .text(row.payload);
  }
  return out.end();
}

function encodePoints(rows: readonly PointRow[]): Buffer {
  const out = new CopyRows(rows.length * 160 + 64);
  for (const row of rows) {
    out.row(13).text(row.sn).instant(row.receivedAt).instant(row.deviceTime);
    out.float8(row.longitude).float8(row.latitude).float4(row.heightEllipsoid).float4(row.heightAboveTakeoff);
    out.float4(row.heading).float4(row.speed).float4(row.verticalSpeed).float4(row.batteryPercent);
    out.int4(row.modeCode).boolean(row.late);
  }
  return out.end();
}

async function copyRows(runner: QueryRunner, sql: string, rows: Buffer): Promise<void> {
  const connection = (await runner.connect()) as { query<S>(stream: S): S };
  await pipeline(Readable.from([rows], { objectMode: false }), connection.query(copy.from(sql)));
}

function emptyBatch(): Batch {
  return { messages: [], points: [], changes: [], committed: [] };
}

/** SQLSTATE of a database error, if it is one. */
function codeOf(error: unknown): string | undefined {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && code.length === 5 ? code : undefined;
}
