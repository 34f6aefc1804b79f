import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

export type SecretName =
  | 'access_tokens'
  | 'camera_logins'
  | 'evidence_addresses'
  | 'join_codes'
  | 'media_credentials'
  | 'mission_files'
  | 'picture_addresses'
  | 'pilot_tokens';

/** Keys made once, at random, and shared by every process through the database. */
@Injectable()
export class Secrets {
  private readonly known = new Map<SecretName, Promise<Buffer>>();

  constructor(private readonly db: DataSource) {}

  /** The 256-bit key of this name; the first process to ask makes it. */
  async get(name: SecretName): Promise<Buffer> {
    let key = this.known.get(name);
    if (!key) {
      key = this.read(name);
      this.known.set(name, key);
      key.catch(() => this.known.delete(name));
    }
    return key;
  }

  private async read(name: SecretName): Promise<Buffer> {
    await this.db.query('INSERT INTO secrets (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      name,
      randomBytes(32),
    ]);
    const [row]: { value: Buffer }[] = await this.db.query('SELECT value FROM secrets WHERE name = $1', [name]);
    if (!row) throw new Error(`secret ${name} vanished from the database while it was made`);
    return row.value;
  }
}
