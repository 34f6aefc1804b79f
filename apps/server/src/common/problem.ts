import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { type LiveError, type Problem } from '#contracts';
import { refusalOfDatabase } from './database-fault.js';
import { Refusal } from './refusal.js';

/** Stable codes and sentences for the errors that the framework raises itself. */
const BY_STATUS: Record<number, { code: string; zh: string; en: string }> = {
  400: {
    code: 'bad_request',
    zh: '请求格式有误，请检查内容是否为合法 JSON',
    en: 'the request cannot be read: check that the body is valid JSON',
  },
  401: { code: 'sign_in_required', zh: '请先登录', en: 'sign in first' },
  403: { code: 'forbidden', zh: '您没有此操作的权限', en: 'you may not do this' },
  404: {
    code: 'unknown_route',
    zh: '接口地址不存在，请核对地址与方法',
    en: 'there is nothing at this address: check the address and the method',
  },
  405: { code: 'method_not_allowed', zh: '该地址不支持此方法', en: 'this address does not know the method' },
  406: { code: 'not_acceptable', zh: '无法按所要求的格式答复', en: 'the asked format cannot be given' },
  408: { code: 'request_timeout', zh: '请求超时，请重试', en: 'the request took too long to arrive: try again' },
  409: { code: 'conflict', zh: '与现有数据冲突', en: 'it is in conflict with existing data' },
  413: { code: 'too_large', zh: '请求内容过大，请缩小后重试', en: 'the body is too large: send less' },
  415: {
    code: 'unsupported_media_type',
    zh: '请求内容类型不支持，请用 UTF-8 编码的 application/json',
    en: 'the media type is not supported: use application/json in UTF-8',
  },
  429: { code: 'too_many_requests', zh: '请求过于频繁，请稍后再试', en: 'too many requests: try again later' },
  503: {
    code: 'unavailable',
    zh: '服务暂不可用，请稍后重试',
    en: 'the service is not available just now: try again later',
  },
};

/** What is told to a caller, and whether it was a fault of ours that belongs into the log. */
export interface Explained {
  status: number;
  code: string;
  zh: string;
  en: string;
  errors?: Problem['errors'];
  /** Seconds after which trying again makes sense. */
  retryAfter?: number;
  /** Further members of the problem document. */
  more?: Readonly<Record<string, unknown>>;
  fault: boolean;
}

/** Explains any thrown value to a caller. `id` is the number under which a fault of ours stands in the log. */
export function explain(error: unknown, id: string): Explained {
  const refusal = error instanceof Refusal ? error : refusalOfDatabase(error);
  if (refusal) {
    const { status, code, zh, en, errors, more } = refusal;
    const retryAfter = refusal.retryAfter ?? (status === 503 ? 5 : undefined);
    return {
      status,
      code,
      zh,
      en,
      fault: code === 'database_unavailable',
      ...(errors && { errors }),
      ...(retryAfter && { retryAfter }),
      ...(more && { more }),
    };
  }
  const status = statusOf(error);
  const known = BY_STATUS[status];
  if (known) return { status, ...known, fault: false };
  if (status < 500) {
    return {
      status,
      code: 'bad_request',
      zh: '请求无法处理',
      en: STATUS_CODES[status] ?? 'the request cannot be handled',
      fault: false,
    };
  }
  return {
    status: 500,
    code: 'internal',
    zh: `服务器内部错误，编号 ${id}；请把编号告诉管理员，日志中有详情`,
    en: `an internal error, number ${id}: tell the administrator the number, the log has the details`,
    fault: true,
  };
}

/** Errors of the framework and of the body parser carry a status; whatever has none is a fault of ours. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const { status, expose } = (error ?? {}) as { status?: unknown; expose?: unknown };
  return typeof status === 'number' && status >= 400 && status < 500 && expose === true ? status : 500;
}

/** The body of an error answer by RFC 9457. */
export function problemOf(explained: Explained, id: string): Problem {
  return {
    ...explained.more,
    type: `urn:xunhang:problem:${explained.code}`,
    title: STATUS_CODES[explained.status] ?? 'Error',
    status: explained.status,
    code: explained.code,
    detail: explained.zh,
    detailEn: explained.en,
    instance: `urn:uuid:${id}`,
    ...(explained.errors && { errors: explained.errors }),
  };
}

/** The same error for a live connection. */
export function liveErrorOf(explained: Explained): LiveError {
  return { code: explained.code, detail: explained.zh, detailEn: explained.en };
}
