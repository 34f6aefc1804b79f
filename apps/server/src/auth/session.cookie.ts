import { Inject, Injectable } from '@nestjs/common';
import { parseCookie, stringifySetCookie } from 'cookie';
import { Refusal } from '../common/refusal.js';
import { CONFIG, type Config } from '../config.js';
import { IDLE_DAYS } from './sessions.store.js';

const NAME = 'xunhang_session';
/** The cookie goes to these routes only. */
const PATH = '/api/v1/sessions';

/** What of a request decides about its cookie. */
export interface CookieRequest {
  headers: { cookie?: string; origin?: string; host?: string; 'x-requested-with'?: string | string[] };
}
export interface CookieResponse {
  append(name: string, value: string): unknown;
  setHeader(name: string, value: string): unknown;
}

/** The refresh token's place: a cookie that scripts cannot read and other sites cannot send. */
@Injectable()
export class SessionCookie {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  read(request: CookieRequest): string | undefined {
    return parseCookie(request.headers.cookie ?? '')[NAME];
  }

  write(response: CookieResponse, refreshToken: string): void {
    this.set(response, refreshToken, IDLE_DAYS * 86_400);
  }

  clear(response: CookieResponse): void {
    this.set(response, '', 0);
  }

  /**
   * Refuses a request that a foreign page could have caused: it must come from our own origin or carry a header that
   * only a script of our own origin, or a program that is no browser, can set.
   */
  requireOwnPage(request: CookieRequest): void {
    const { origin, host } = request.headers;
    if (origin === undefined ? request.headers['x-requested-with'] !== undefined : this.isOwn(origin, host)) return;
    throw new Refusal(
      403,
      'foreign_origin',
      '请求来自其他网站，已拒绝；非浏览器程序请带上 X-Requested-With 请求头',
      'the request comes from another site; a program that is no browser must send an X-Requested-With header',
    );
  }

  private isOwn(origin: string, host: string | undefined): boolean {
    if (!URL.canParse(origin)) return false;
    const { publicUrl } = this.config;
    return (
      new URL(origin).host === host || (publicUrl !== null && new URL(publicUrl).origin === new URL(origin).origin)
    );
  }

  private set(response: CookieResponse, value: string, maxAge: number): void {
    const secure = this.config.publicUrl?.startsWith('https:') ?? false;
    response.append(
      'Set-Cookie',
      stringifySetCookie(NAME, value, { httpOnly: true, sameSite: 'strict', secure, path: PATH, maxAge }),
    );
    response.setHeader('Cache-Control', 'no-store');
  }
}
