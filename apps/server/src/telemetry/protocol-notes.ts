import { Injectable } from '@nestjs/common';
import { type EntityManager } from 'typeorm';
import { type ProtocolNoteView } from '#contracts';
import { type BatchPart } from './recorder.js';

interface Counted {
  kind: ProtocolNoteView['kind'];
  name: string;
  example: string;
  sn: string | null;
  count: number;
  firstAt: number;
  lastAt: number;
}

/** So many different notes are kept apart; a device that invents names without end shares one row. */
const MOST_NAMES = 5_000;

/** What the codec did not understand, counted by kind and name, with the newest example. */
@Injectable()
export class ProtocolNotes implements BatchPart<Counted> {
  readonly what = 'protocol notes';
  private waiting = new Map<string, Counted>();
  private inFlight: Counted[] = [];
  private readonly names = new Set<string>();

  count(kind: ProtocolNoteView['kind'], name: string, example: string, sn: string | null, at: number): void {
    let kept = clean(name.slice(0, 200));
    if (!this.names.has(`${kind}|${kept}`)) {
      if (this.names.size >= MOST_NAMES) kept = '…';
      this.names.add(`${kind}|${kept}`);
    }
    const key = `${kind}|${kept}`;
    const counted = this.waiting.get(key) ?? { kind, name: kept, example: '', sn, count: 0, firstAt: at, lastAt: at };
    counted.count += 1;
    counted.example = example;
    counted.sn = sn;
    counted.lastAt = at;
    this.waiting.set(key, counted);
  }

  get pending(): boolean {
    return this.waiting.size > 0;
  }

  take(): readonly Counted[] {
    if (this.inFlight.length === 0) {
      this.inFlight = [...this.waiting.values()];
      this.waiting = new Map();
    }
    return this.inFlight;
  }

  async write(tx: EntityManager, rows: readonly Counted[]): Promise<void> {
    await tx.query(
      `INSERT INTO protocol_notes AS known (kind, name, example, sn, count, first_at, last_at)
       SELECT kind, name, example, sn, count, to_timestamp(first_at), to_timestamp(last_at)
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::float8[], $7::float8[])
            AS row (kind, name, example, sn, count, first_at, last_at)
       ON CONFLICT (kind, name) DO UPDATE SET example = excluded.example, sn = excluded.sn,
         count = known.count + excluded.count, last_at = excluded.last_at`,
      [
        rows.map((row) => row.kind),
        rows.map((row) => row.name),
        rows.map((row) => clean(row.example.slice(0, 500))),
        rows.map((row) => row.sn),
        rows.map((row) => row.count),
        rows.map((row) => row.firstAt / 1000),
        rows.map((row) => row.lastAt / 1000),
      ],
    );
  }

  committed(): void {
    this.inFlight = [];
  }
}

/** PostgreSQL cannot store NUL, nor half of a surrogate pair. */
function clean(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}
