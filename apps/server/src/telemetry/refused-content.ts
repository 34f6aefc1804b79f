import { databaseCode } from '../common/database-fault.js';

/**
 * Classes of SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html) that say something about the
 * server or the connection: the same rows may be taken later. Every other class is about the rows themselves.
 */
const ABOUT_THE_SERVER: ReadonlySet<string> = new Set('08 0A 25 26 28 34 3B 3D 40 53 55 57 58 72 F0 HV XX'.split(' '));
const SQLSTATE = /^[0-9A-Z]{5}$/;

/** True when PostgreSQL refuses rows for what is in them, so that trying again cannot help. */
export function isRefusedContent(error: unknown): boolean {
  const code = databaseCode(error);
  // a socket's code such as EPIPE has five characters too
  if (code === null || !SQLSTATE.test(code) || !/\d/.test(code)) return false;
  return !ABOUT_THE_SERVER.has(code.slice(0, 2)) && !isMissingPartition(error);
}

/** True when there is no partition for the day of a row. */
export function isMissingPartition(error: unknown): boolean {
  // a violated CHECK names its constraint, a missing partition has none
  return databaseCode(error) === '23514' && !(error as { constraint?: unknown }).constraint;
}
