import { NotFound } from '../common/refusal.js';

/** A filter for SQL: put `sql` into the WHERE clause and `value` at the place of its parameter. */
export interface ScopeCondition {
  sql: string;
  value: string;
}

/**
 * The part of the division tree a person may see and act on: one division and everything below it. Rights by division
 * are decided here and nowhere else, for REST, sockets and media alike. Paths are division codes from the county down,
 * joined by `/`.
 */
export class Scope {
  constructor(readonly path: string) {}

  /** True when the division with this path is the scope's own or lies below it. */
  covers(path: string): boolean {
    return path === this.path || path.startsWith(`${this.path}/`);
  }

  /**
   * The path to filter by: the asked one, or the whole scope when none is asked for. Throws `NotFound` outside the scope,
   * also for a division above it: its rows would be shown under a name that promises more than the caller may see.
   */
  narrow(path: string | undefined): string {
    if (path === undefined) return this.path;
    if (!this.covers(path)) throw new NotFound({ zh: '行政区划', en: 'division' }, path.split('/').at(-1) ?? path);
    return path;
  }

  /** Throws `NotFound` for a thing whose division is outside the scope, as if it did not exist. */
  require(path: string, what: { zh: string; en: string }, id: string): void {
    if (!this.covers(path)) throw new NotFound(what, id);
  }

  /** The SQL filter of the whole scope on a column that holds a division path; the parameter is `$paramIndex`. */
  condition(column: string, paramIndex: number): ScopeCondition {
    return Scope.below(this.path, column, paramIndex);
  }

  /** The SQL filter of one division and everything below it. `starts_with` takes `_` and `%` in codes literally. */
  static below(path: string, column: string, paramIndex: number): ScopeCondition {
    const parameter = `$${paramIndex}::text`;
    return { sql: `(${column} = ${parameter} or starts_with(${column}, ${parameter} || '/'))`, value: path };
  }
}
