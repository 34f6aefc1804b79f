import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { PageQuery, ProtocolNotePage } from '#contracts';
import { Needs } from '../auth/auth.decorators.js';
import { decodeCursor, encodeCursor } from '../common/cursor.js';
import { Returns } from '../common/returns.decorator.js';

interface NoteRow {
  kind: string;
  name: string;
  example: string;
  sn: string | null;
  count: string;
  first_at: Date;
  last_at: Date;
}

@ApiTags('protocol notes')
@Needs('protocol.read')
@Controller('protocol-notes')
export class ProtocolNotesController {
  constructor(private readonly db: DataSource) {}

  /** Fields, methods, values and codes of the device protocol that we did not know, with their counts. */
  @Get()
  @Returns(ProtocolNotePage)
  async list(@Query({ schema: PageQuery }) query: PageQuery) {
    const [{ total }]: [{ total: number }] = await this.db.query('SELECT count(*)::int AS total FROM protocol_notes');
    const after = decodeCursor(query.cursor, 2);
    const rows: NoteRow[] = await this.db.query(
      `SELECT * FROM protocol_notes ${after ? 'WHERE (kind, name) > ($2, $3)' : ''} ORDER BY kind, name LIMIT $1`,
      [query.limit + 1, ...(after ?? [])],
    );
    const items = rows
      .slice(0, query.limit)
      .map((row) => ({ ...row, count: Number(row.count), firstAt: row.first_at, lastAt: row.last_at }));
    const last = items.at(-1);
    return {
      items,
      total,
      nextCursor: rows.length > query.limit && last ? encodeCursor([last.kind, last.name]) : null,
    };
  }
}
