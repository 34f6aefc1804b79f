import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type FactName } from '#contracts';
import { type LooseFact } from './evidence.manifest.js';

/** Facts that belong to the chain of hands of pictures. */
const NAMES = [
  'task.added',
  'task.changed',
  'task.media_complete',
  'paperwork.changed',
  'media.received',
  'media.ingested',
] as const satisfies readonly FactName[];

const MOST = 50_000;

interface Row {
  id: string;
  at: Date;
  name: (typeof NAMES)[number];
  about: string;
  by: string | null;
  state: string | null;
  outcome: string | null;
  note: string | null;
  file: string | null;
}

/** The facts about tasks and files, from the log that nobody can change. */
@Injectable()
export class EvidenceCustody {
  constructor(private readonly db: DataSource) {}

  /** In their order, from a moment to another. */
  async facts(
    taskIds: readonly string[],
    mediaIds: readonly string[],
    span: { from: Date; to: Date },
  ): Promise<LooseFact[]> {
    const rows: Row[] = await this.db.query(
      `SELECT id, at, name, coalesce(data->>'mediaId', data->>'taskId', data->'task'->>'id') AS about, data->>'by' AS by,
         coalesce(data->'task'->>'state', data->>'step') AS state, data->'task'->'outcome'->>'zh' AS outcome,
         data->>'note' AS note, data->>'name' AS file
       FROM events WHERE name = ANY ($1::text[]) AND at BETWEEN $2 AND $3
         AND (coalesce(data->>'taskId', data->'task'->>'id') = ANY ($4::text[]) AND data->>'mediaId' IS NULL
              OR data->>'mediaId' = ANY ($5::text[]))
       ORDER BY id LIMIT ${MOST}`,
      [NAMES, span.from, span.to, taskIds, mediaIds],
    );
    return rows.map((row) => ({
      event: Number(row.id),
      at: row.at.toISOString(),
      name: row.name,
      by: row.by,
      about: row.about,
      what: [row.state, row.outcome, row.file, row.note].filter(Boolean).join(' · '),
    }));
  }
}
