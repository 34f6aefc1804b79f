import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type z } from 'zod';
import { type DivisionQuery, type DivisionView, type Page } from '#contracts';
import { type Scope } from '../auth/scope.js';
import { decodeCursor, encodeCursor } from '../common/cursor.js';
import { NotFound } from '../common/refusal.js';
import { Notifications } from '../database/notifications.js';
import { type AreaRow, type DivisionRow, DivisionTree } from './division-tree.js';

/** PostgreSQL channel on which a change of the tree is told. */
export const DIVISIONS_CHANNEL = 'divisions';

/** The county tree. Answers come from memory; it is read again when the database says that it changed. */
@Injectable()
export class DivisionsService implements OnModuleInit {
  private tree = new DivisionTree([], []);

  constructor(
    private readonly db: DataSource,
    private readonly notifications: Notifications,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.notifications.listen(DIVISIONS_CHANNEL, () => void this.reload().catch(() => undefined));
    await this.reload();
  }

  /** Reads the tree again. */
  async reload(): Promise<void> {
    const [rows, areas] = await Promise.all([
      this.db.query<DivisionRow[]>(
        `SELECT code, parent_code, path, level, kind, name, name_en, longitude, latitude, position, position_note, ordinal
         FROM divisions`,
      ),
      this.db.query<AreaRow[]>('SELECT codes, geometry FROM division_areas ORDER BY nr'),
    ]);
    this.tree = new DivisionTree(rows, areas);
  }

  find(code: string): DivisionView | undefined {
    return this.tree.find(code);
  }

  /** Throws `NotFound` for an unknown code, and for one outside the scope when a scope is given. */
  get(code: string, scope?: Scope): DivisionView {
    const division = this.tree.find(code);
    if (!division || scope?.covers(division.path) === false)
      throw new NotFound({ zh: '行政区划', en: 'division' }, code);
    return division;
  }

  /** The county itself. Throws when no county was loaded. */
  county(): DivisionView {
    const county = this.tree.nodes.find(({ view }) => view.level === 'county');
    if (!county) throw new Error('no county is loaded: the tree of divisions is empty');
    return county.view;
  }

  /** Codes from the county down to this division, joined by `/`. Throws `NotFound`. */
  pathOf(code: string): string {
    return this.get(code).path;
  }

  /** The path to filter by: the asked division when the scope covers it, the whole scope when none is asked for. Throws `NotFound`. */
  pathWithin(scope: Scope, code: string | undefined): string {
    return scope.narrow(code === undefined ? undefined : this.pathOf(code));
  }

  /** What a division lies in, from the county down, without itself. Throws `NotFound`. */
  ancestors(code: string): DivisionView[] {
    this.get(code);
    return this.tree.lineage(code).slice(0, -1);
  }

  /**
   * The division in which a WGS84 point lies, or null outside the county. An estimate where the county's folder has only
   * estimated areas: a proposal for a person, never a fact about a boundary. Where several divisions share an area the
   * answer is what they all lie in.
   */
  locate(longitude: number, latitude: number): string | null {
    return this.tree.locate(longitude, latitude);
  }

  /** Divisions inside the scope, parents before children as in the county's own list. Throws `NotFound` for an unknown parent. */
  list(query: z.infer<typeof DivisionQuery>, scope: Scope): Page<DivisionView> {
    if (query.parent !== undefined) this.get(query.parent);
    const words = query.search?.trim().toLowerCase() ?? '';
    const found = this.tree.nodes.filter(
      ({ view }) =>
        scope.covers(view.path) &&
        (query.level === undefined || view.level === query.level) &&
        (query.parent === undefined || view.parentCode === query.parent) &&
        (view.name.toLowerCase().includes(words) || (view.nameEn?.toLowerCase().includes(words) ?? false)),
    );
    const [ordinal, code] = decodeCursor(query.cursor, 2) ?? [];
    const start =
      ordinal === undefined
        ? 0
        : found.findIndex(
            (node) => node.ordinal > Number(ordinal) || (node.ordinal === ordinal && node.view.code > String(code)),
          );
    const page = start < 0 ? [] : found.slice(start, start + query.limit);
    const last = page.at(-1);
    const more = last !== undefined && start + page.length < found.length;
    return {
      items: page.map(({ view }) => view),
      total: found.length,
      nextCursor: more ? encodeCursor([last.ordinal, last.view.code]) : null,
    };
  }
}
