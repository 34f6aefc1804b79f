import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** An object of the store: bytes under a key. */
export interface MediaObject {
  key: string;
  sha256: string;
  size: number;
  etag: string;
  contentType: string;
  createdAt: Date;
  createdBy: string;
}
export type NewMediaObject = Omit<MediaObject, 'createdAt'>;

/** An upload in parts that is not finished. */
export interface MediaUpload {
  id: string;
  key: string;
  contentType: string;
  createdBy: string;
}

export interface MediaPart {
  number: number;
  staged: string;
  size: number;
  md5: string;
}

const OBJECT = `key, sha256, size::float8 AS size, etag, content_type AS "contentType", created_at AS "createdAt",
  created_by AS "createdBy"`;

/** Reads and writes the rows of media. */
@Injectable()
export class MediaObjectsStore {
  constructor(private readonly db: DataSource) {}

  async find(key: string): Promise<MediaObject | undefined> {
    const [row]: MediaObject[] = await this.db.query(`SELECT ${OBJECT} FROM media_objects WHERE key = $1`, [key]);
    return row;
  }

  /** Adds an object. Where the key is taken it stays what it is; returns what lies there now. */
  async add(object: NewMediaObject): Promise<MediaObject> {
    const { key, sha256, size, etag, contentType, createdBy } = object;
    await this.db.query(
      `INSERT INTO media_objects (key, sha256, size, etag, content_type, created_by) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (key) DO NOTHING`,
      [key, sha256, size, etag, contentType, createdBy],
    );
    return (await this.find(key))!;
  }

  async begin(upload: Omit<MediaUpload, 'id'>): Promise<string> {
    const [row]: { id: string }[] = await this.db.query(
      'INSERT INTO media_uploads (key, content_type, created_by) VALUES ($1, $2, $3) RETURNING id',
      [upload.key, upload.contentType, upload.createdBy],
    );
    return row!.id;
  }

  async upload(id: string): Promise<MediaUpload | undefined> {
    const [row]: MediaUpload[] = await this.db.query(
      `SELECT id, key, content_type AS "contentType", created_by AS "createdBy" FROM media_uploads WHERE id = $1`,
      [id],
    );
    return row;
  }

  /** In the order of their numbers. */
  async parts(id: string): Promise<MediaPart[]> {
    return this.db.query(
      'SELECT number, staged, size::float8 AS size, md5 FROM media_upload_parts WHERE upload_id = $1 ORDER BY number',
      [id],
    );
  }

  /** Puts a part in its place; returns the name of the staged bytes that it replaces. */
  async putPart(id: string, { number, staged, size, md5 }: MediaPart): Promise<string | undefined> {
    return this.db.transaction(async (tx) => {
      await tx.query('SELECT FROM media_uploads WHERE id = $1 FOR UPDATE', [id]);
      const [before]: { staged: string }[] = await tx.query(
        'SELECT staged FROM media_upload_parts WHERE upload_id = $1 AND number = $2',
        [id, number],
      );
      await tx.query(
        `INSERT INTO media_upload_parts (upload_id, number, staged, size, md5) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (upload_id, number) DO UPDATE SET staged = excluded.staged, size = excluded.size, md5 = excluded.md5`,
        [id, number, staged, size, md5],
      );
      return before?.staged;
    });
  }

  /** Forgets an upload with its parts; returns the names of their staged bytes. */
  async end(id: string): Promise<string[]> {
    const parts = await this.parts(id);
    await this.db.query('DELETE FROM media_uploads WHERE id = $1', [id]);
    return parts.map(({ staged }) => staged);
  }

  /** Forgets uploads from before a moment. */
  async sweep(before: Date): Promise<void> {
    await this.db.query('DELETE FROM media_uploads WHERE created_at < $1', [before]);
  }
}
