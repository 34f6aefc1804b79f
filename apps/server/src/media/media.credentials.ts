import { createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SignatureV4 } from '@smithy/signature-v4';
import { errors, jwtVerify, SignJWT } from 'jose';
import { Secrets } from '../auth/secrets.js';
import { S3Error } from './s3.error.js';
import { Sha256 } from './s3.sha256.js';

/** The bucket of the door: all there is. */
export const MEDIA_BUCKET = 'xunhang-media';
/** Any other would do; clients want to be told one. */
export const MEDIA_REGION = 'cn-south-1';

/** What a bearer of credentials may do. */
export interface MediaGrant {
  /** Keys begin with this. */
  prefix: string;
  /** get: read alone; put: write and read. */
  may: 'get' | 'put';
  /** Who puts, for the log and for whoever takes it up. */
  by: string;
}

/** Credentials as an S3 client takes them. */
export interface MediaCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiresAt: Date;
}

const ISSUER = 'xunhang:media';
const ALGORITHM = 'HS256';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * Makes and reads credentials that end by themselves. Nothing is stored: the session token is signed and says what its
 * bearer may do, and the secret follows from the access key and a key that only our processes know.
 */
@Injectable()
export class MediaCredentialsService {
  constructor(private readonly secrets: Secrets) {}

  /** Credentials that are good for `seconds`. */
  async mint({ prefix, may, by }: MediaGrant, seconds: number, now = new Date()): Promise<MediaCredentials> {
    const accessKeyId = `XH${[...randomBytes(18)].map((byte) => LETTERS[byte % 32]).join('')}`;
    const key = await this.secrets.get('media_credentials');
    const end = Math.floor(now.getTime() / 1000) + seconds;
    const sessionToken = await new SignJWT({ prefix, may, by })
      .setProtectedHeader({ alg: ALGORITHM })
      .setSubject(accessKeyId)
      .setIssuer(ISSUER)
      .setAudience(ISSUER)
      .setExpirationTime(end)
      .sign(key);
    return { accessKeyId, secretAccessKey: secretOf(accessKeyId, key), sessionToken, expiresAt: new Date(end * 1000) };
  }

  /** What the bearer may do, and the secret to hold signatures against. Throws `S3Error` `InvalidToken`, `ExpiredToken`. */
  async read(accessKeyId: string, sessionToken: string | null, now: Date): Promise<MediaGrant & { secret: string }> {
    if (sessionToken === null) throw new S3Error(403, 'InvalidToken', 'Send the session token with the access key.');
    const key = await this.secrets.get('media_credentials');
    try {
      const { payload } = await jwtVerify(sessionToken, key, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: ISSUER,
        subject: accessKeyId,
        currentDate: now,
      });
      const { prefix, may, by } = payload as { prefix?: unknown; may?: unknown; by?: unknown };
      if (typeof prefix !== 'string' || typeof by !== 'string' || (may !== 'get' && may !== 'put')) throw invalid();
      return { prefix, may, by, secret: secretOf(accessKeyId, key) };
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new S3Error(400, 'ExpiredToken', 'The credentials have expired.');
      throw error instanceof errors.JOSEError ? invalid() : error;
    }
  }

  /** An address under which one object can be read for `seconds`, without credentials. `origin`: `http://host:port`. */
  async addressOf(key: string, origin: string, seconds: number): Promise<string> {
    const credentials = await this.mint({ prefix: key, may: 'get', by: 'address' }, seconds);
    const { protocol, host, hostname } = new URL(origin);
    const path = `/s3/${MEDIA_BUCKET}/${key.split('/').map(encodeURIComponent).join('/')}`;
    const signer = new SignatureV4({
      service: 's3',
      region: MEDIA_REGION,
      credentials,
      sha256: Sha256,
      uriEscapePath: false,
      applyChecksum: false,
    });
    const headers = { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
    const { query = {} } = await signer.presign(
      { method: 'GET', protocol, hostname, path, query: {}, headers },
      { expiresIn: seconds },
    );
    const text = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
    return `${protocol}//${host}${path}?${text.join('&')}`;
  }
}

function secretOf(accessKeyId: string, key: Buffer): string {
  return createHmac('sha256', key).update(`secret of ${accessKeyId}`).digest('base64url');
}

function invalid(): S3Error {
  return new S3Error(403, 'InvalidToken', 'The session token is not one of ours.');
}
