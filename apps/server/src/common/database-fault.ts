import { Refusal } from './refusal.js';

/** Connection could not be made or was lost: Node's socket codes and PostgreSQL's classes 08, 53 and 57. */
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);
const SHUT_OR_FULL = /^(08...|53300|53400|57P0[1-5])$/;
/** node-postgres and TypeORM tell of a lost connection by these messages, without a code. */
const LOST =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|not queryable|connection is not established|driver not connected|cannot use a pool after calling end/i;

interface CodedError {
  code?: unknown;
  message?: unknown;
  driverError?: unknown;
  cause?: unknown;
  errors?: unknown[];
  query?: unknown;
}

/** The SQLSTATE or socket code of an error of TypeORM or node-postgres, or null. */
export function databaseCode(error: unknown): string | null {
  const { driverError, code } = (error ?? {}) as CodedError;
  const own = (driverError as CodedError | undefined)?.code ?? code;
  return typeof own === 'string' ? own : null;
}

/** True when the database cannot be reached just now, so that trying again later is the right thing to do. */
export function isDatabaseUnavailable(error: unknown): boolean {
  // by shape, not by class: errors of Node's own code may come from another realm
  if (typeof error !== 'object' || error === null) return false;
  const { driverError, cause, errors, message } = error as CodedError;
  const code = databaseCode(error);
  if (code && (UNREACHABLE.has(code) || SHUT_OR_FULL.test(code))) return true;
  if (typeof message === 'string' && LOST.test(message)) return true;
  return [driverError, cause, ...(errors ?? [])].some((inner) => inner !== error && isDatabaseUnavailable(inner));
}

/** The refusal a caller can act upon, for an error of the database that is not our fault; otherwise null. */
export function refusalOfDatabase(error: unknown): Refusal | null {
  if (isDatabaseUnavailable(error)) {
    return new Refusal(
      503,
      'database_unavailable',
      '数据库暂时连不上，请几秒后重试；若持续出现，请管理员检查数据库',
      'the database cannot be reached: try again in a few seconds; if it stays so, the administrator must look at the database',
    );
  }
  switch (databaseCode(error)) {
    case '40001':
    case '40P01':
    case '55P03':
      return new Refusal(
        503,
        'busy',
        '同一数据正被他人修改，请重试',
        'the same data is being changed by somebody else: try again',
      );
    case '57014':
      return new Refusal(
        503,
        'too_slow',
        '查询耗时过长已中止，请缩小范围后重试',
        'the query took too long and was ended: ask for less',
      );
    case '22P02':
    case '22003':
    case '22007':
    case '22008':
    case '22021':
      return new Refusal(
        400,
        'bad_value',
        '请求中有数据库无法读取的值（如非法字符、数字或时间），请改正后重试',
        'the request holds a value that the database cannot read, such as a strange character, number or time: correct it',
      );
    case '23505':
      return new Refusal(409, 'already_exists', '相同的记录已存在', 'the same record exists already');
    default:
      return null;
  }
}
