import { Injectable } from '@nestjs/common';
import { errors, jwtVerify, SignJWT } from 'jose';
import { Refusal } from '../common/refusal.js';
import { Secrets } from './secrets.js';

/** Lifetime of an access token. */
export const ACCESS_SECONDS = 600;

const ISSUER = 'xunhang';
const ALGORITHM = 'HS256';

export interface AccessToken {
  userId: string;
  sessionId: string;
  expiresAt: Date;
}

/** Signs and reads access tokens: JWT (RFC 7519), HMAC-SHA256, the key shared by all processes. */
@Injectable()
export class AccessTokens {
  constructor(private readonly secrets: Secrets) {}

  async sign(userId: string, sessionId: string): Promise<string> {
    return new SignJWT({ sid: sessionId })
      .setProtectedHeader({ alg: ALGORITHM })
      .setSubject(userId)
      .setIssuer(ISSUER)
      .setAudience(ISSUER)
      .setIssuedAt()
      .setExpirationTime(`${ACCESS_SECONDS}s`)
      .sign(await this.secrets.get('access_tokens'));
  }

  /** Throws `Refusal` 401: `token_expired` when it was ours and is too old, otherwise `bad_token`. */
  async read(token: string): Promise<AccessToken> {
    const key = await this.secrets.get('access_tokens');
    try {
      const { payload } = await jwtVerify(token, key, { algorithms: [ALGORITHM], issuer: ISSUER, audience: ISSUER });
      if (typeof payload.sub !== 'string' || typeof payload['sid'] !== 'string' || typeof payload.exp !== 'number')
        throw badToken();
      return { userId: payload.sub, sessionId: payload['sid'], expiresAt: new Date(payload.exp * 1000) };
    } catch (error) {
      if (error instanceof errors.JWTExpired) {
        throw new Refusal(
          401,
          'token_expired',
          '访问令牌已过期，请刷新会话',
          'the access token has expired: refresh the session',
        );
      }
      throw error instanceof errors.JOSEError ? badToken() : error;
    }
  }
}

function badToken(): Refusal {
  return new Refusal(
    401,
    'bad_token',
    '访问令牌无效，请重新登录',
    'the access token is not one of ours: sign in again',
  );
}
