import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Secrets } from '../auth/secrets.js';

/** What a camera asks for before it shows its picture. */
export interface CameraLogin {
  username: string;
  password: string;
}

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals what cameras ask for, so that a copy of the table alone, or an export of it, tells nothing. A sealed value is bound
 * to its camera's code: moved to another row it cannot be opened.
 */
@Injectable()
export class CameraCredentials {
  constructor(private readonly secrets: Secrets) {}

  async seal(code: string, login: CameraLogin): Promise<Buffer> {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, await this.secrets.get('camera_logins'), nonce).setAAD(Buffer.from(code));
    const body = Buffer.concat([cipher.update(JSON.stringify(login), 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]);
  }

  /** Throws when it was sealed for another camera or with another key. */
  async open(code: string, sealed: Buffer): Promise<CameraLogin> {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    const decipher = createDecipheriv(CIPHER, await this.secrets.get('camera_logins'), nonce)
      .setAAD(Buffer.from(code))
      .setAuthTag(tag);
    const text = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
    return JSON.parse(text.toString('utf8')) as CameraLogin;
  }
}
