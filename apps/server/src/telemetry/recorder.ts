import { Injectable, Logger } from '@nestjs/common';
import { type EntityManager, type QueryRunner } from 'typeorm';
import { copyMessages, copyPoints, type MessageRow, type PointRow } from './history-rows.js';
import { Partitions } from './partitions.js';
import { RecordingDatabase } from './recording-database.js';
import { isMissingPartition, isRefusedContent } from './refused-content.js';

/** A change that must be in the same transaction as the messages before it. It may run again when the batch is tried again. */
export type Change = (tx: EntityManager) => Promise<void>;

interface Batch {
  messages: MessageRow[];
  points: PointRow[];
  changes: Change[];
  committed: (() => void)[];
}

/** Rows that join each batch: latest states, counts. */
export interface BatchPart<Row = unknown> {
  /** What they are, for the log. */
  readonly what: string;
  /** True while it has more to write: another batch follows even without new messages. */
  readonly pending: boolean;
  /** The rows of this batch; when it is tried again, the same and perhaps newer ones. */
  take(): readonly Row[];
  /** Called inside the transaction, with all or some of the rows taken. */
  write(tx: EntityManager, rows: readonly Row[]): Promise<void>;
  /** What was taken is stored. */
  committed(): void;
}

const FLUSH_MS = 100;
const FLUSH_ROWS = 4_000;
/** Above this many waiting rows or bytes nothing more is read from the broker. */
const HOLD_ROWS = 20_000;
const HOLD_BYTES = 48 * 1024 * 1024;
/** When so many wait for their acknowledgement and no more come, the broker waits for us, not we for it. */
const WINDOW = 16;
const PAUSE_MS = 5;

/**
 * The only writer of what devices say: one batch in flight, each a transaction of history, latest states and changes;
 * acknowledgements run after the commit. While the database is away batches are tried again for as long as it takes.
 */
@Injectable()
export class Recorder {
  private readonly log = new Logger(Recorder.name);
  private waiting = emptyBatch();
  private waitingBytes = 0;
  private arrivals = 0;
  private flushing: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private pause: NodeJS.Timeout | null = null;
  private closing = false;
  private failing = false;
  private readonly parts: BatchPart[] = [];
  private drained: (() => void) | null = null;
  private beginBatch: (() => () => void) | null = null;
  private narrow = false;
  /** Rows committed since the start. */
  written = 0;

  constructor(
    private readonly db: RecordingDatabase,
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

  /**
   * Calls back when a batch is closed; what the callback returns is called when that batch is committed. `narrow`: the
   * broker may stop sending after a few unacknowledged messages, so a pause closes a batch too.
   */
  onBatch(begin: () => () => void, narrow: boolean): void {
    this.beginBatch = begin;
    this.narrow = narrow;
  }

  /** Something arrived, to be acknowledged with the next batch even if nothing of it is stored. */
  arrived(): void {
    this.arrivals += 1;
    this.schedule();
    this.watchWindow();
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

  /** Resolves when everything handed over so far is committed, or given up. */
  async settle(): Promise<void> {
    while (!this.closing && (this.flushing || this.hasWork())) await (this.flushing ?? this.flush());
  }

  /** Writes what is left and stops; what cannot be written within `patienceMs` is given up with an error in the log. */
  async close(patienceMs = 10_000): Promise<void> {
    let patience: NodeJS.Timeout | undefined;
    const deadline = new Promise<'late'>((resolve) => (patience = setTimeout(() => resolve('late'), patienceMs)));
    const end = await Promise.race([this.settle(), deadline]);
    clearTimeout(patience);
    this.closing = true;
    if (end === 'late')
      this.log.error({ message: 'given up: the database did not take the last rows', rows: this.waitingRows });
    if (this.timer) clearTimeout(this.timer);
    if (this.pause) clearTimeout(this.pause);
  }

  private hasWork(): boolean {
    const { messages, points, changes, committed } = this.waiting;
    if (messages.length + points.length + changes.length + committed.length + this.arrivals > 0) return true;
    return this.parts.some((part) => part.pending);
  }

  private schedule(): void {
    if (this.flushing || this.closing) return;
    if (this.waiting.messages.length >= FLUSH_ROWS) void this.flush();
    else this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS);
  }

  /** A broker that sends only so many messages ahead of their acknowledgements gets these as soon as it pauses. */
  private watchWindow(): void {
    if (!this.narrow || this.pause || this.flushing || this.closing || this.arrivals < WINDOW) return;
    const before = this.arrivals;
    this.pause = setTimeout(() => {
      this.pause = null;
      if (this.arrivals !== before || this.flushing || this.closing) this.watchWindow();
      else void this.flush();
    }, PAUSE_MS);
  }

  private flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const batch = this.waiting;
    this.waiting = emptyBatch();
    this.waitingBytes = 0;
    this.arrivals = 0;
    const acknowledge = this.beginBatch?.();
    if (acknowledge) batch.committed.push(acknowledge);
    this.flushing = this.deliver(batch).finally(() => {
      this.flushing = null;
      if (this.hasWork()) this.schedule();
      this.watchWindow();
    });
    if (this.drained) {
      const listener = this.drained;
      setImmediate(() => this.hasRoom && listener());
    }
    return this.flushing;
  }

  /** Tries until the batch is committed. Never throws. */
  private async deliver(batch: Batch): Promise<void> {
    let careful = false;
    for (let wait = 50; !this.closing; wait = Math.min(wait * 2, 2_000)) {
      try {
        await this.commit(batch, careful);
        this.finish(batch);
        return;
      } catch (error) {
        if (isRefusedContent(error) && !careful) {
          careful = true;
          continue;
        }
        if (isMissingPartition(error)) await this.makePartitions(batch);
        this.failed(error as Error);
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  private finish(batch: Batch): void {
    if (this.failing) this.log.log('the database takes what devices say again');
    this.failing = false;
    this.written += batch.messages.length;
    for (const part of this.parts) part.committed();
    for (const action of batch.committed) {
      try {
        action();
      } catch (error) {
        this.log.error({ message: 'something that follows a commit failed', error: (error as Error).stack });
      }
    }
    if (this.drained && this.hasRoom) this.drained();
  }

  /** One transaction. `careful`: rows that PostgreSQL refuses for their content are found, logged and left out. */
  private async commit(batch: Batch, careful: boolean): Promise<void> {
    const rows = this.parts.map((part) => part.take());
    const { messages, points, changes } = batch;
    if (messages.length + points.length + changes.length === 0 && rows.every((taken) => taken.length === 0)) return;
    await this.db.transaction(async (runner) => {
      const write = careful ? this.writeCarefully.bind(this) : writeAll;
      await write(runner, 'messages', messages, (some) => copyMessages(runner, some));
      await write(runner, 'points', points, (some) => copyPoints(runner, some));
      for (const [nr, part] of this.parts.entries()) {
        await write(runner, part.what, rows[nr]!, (some) => part.write(runner.manager, some));
      }
      for (const change of changes) await write(runner, 'changes', [change], () => change(runner.manager));
    });
  }

  /** Writes halves until the refused rows stand alone: what is refused must not hold up everything behind it. */
  private async writeCarefully<Row>(
    runner: QueryRunner,
    what: string,
    rows: readonly Row[],
    write: Write<Row>,
  ): Promise<void> {
    if (rows.length === 0) return;
    await runner.query('SAVEPOINT careful');
    try {
      await write(rows);
      await runner.query('RELEASE SAVEPOINT careful');
      return;
    } catch (error) {
      if (!isRefusedContent(error)) throw error;
      await runner.query('ROLLBACK TO SAVEPOINT careful');
      if (rows.length === 1) {
        const row = JSON.stringify(rows[0])?.slice(0, 1_000);
        this.log.error({ message: 'refused by the database', what, row, error: (error as Error).message });
        return;
      }
    }
    const half = rows.length >> 1;
    await this.writeCarefully(runner, what, rows.slice(0, half), write);
    await this.writeCarefully(runner, what, rows.slice(half), write);
  }

  private async makePartitions(batch: Batch): Promise<void> {
    const days = new Set(batch.messages.map((row) => startOfDay(row.receivedAt)));
    await this.partitions.make([...days, Date.now()]).catch(() => undefined);
  }

  private failed(error: Error): void {
    if (!this.failing)
      this.log.error({ message: 'the database does not take what devices say; keeping it', error: error.message });
    this.failing = true;
  }
}

type Write<Row> = (rows: readonly Row[]) => Promise<void>;

async function writeAll<Row>(_: QueryRunner, _what: string, rows: readonly Row[], write: Write<Row>): Promise<void> {
  if (rows.length > 0) await write(rows);
}

function startOfDay(milliseconds: number): number {
  return Math.floor(milliseconds / 86_400_000) * 86_400_000;
}

function emptyBatch(): Batch {
  return { messages: [], points: [], changes: [], committed: [] };
}
