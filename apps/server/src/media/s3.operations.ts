import { type IncomingHttpHeaders } from 'node:http';
import { type Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { MEDIA_BUCKET, MEDIA_REGION } from './media.credentials.js';
import { MEDIA_LIMITS } from './media.limits.js';
import { type MediaObject, type MediaUpload } from './media-objects.store.js';
import { MediaService } from './media.service.js';
import { type ByteRange } from './media.store.js';
import { checkedBody } from './s3.body.js';
import { S3Error, xml } from './s3.error.js';
import { partsOfXml } from './s3.multipart.js';
import { type VerifiedRequest } from './s3.signature.js';

/** A request about one object, by somebody who may make it. */
export interface ObjectRequest {
  method: string;
  key: string;
  query: ReadonlyMap<string, string[]>;
  headers: IncomingHttpHeaders;
  body: AsyncIterable<Uint8Array>;
  verified: VerifiedRequest;
  by: string;
}

export interface S3Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string | Readable;
}

const XML = { 'Content-Type': 'application/xml' };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The operations of S3 that the door knows: PutObject, GetObject, HeadObject, uploads in parts, and what clients ask of a bucket. */
@Injectable()
export class S3Operations {
  constructor(private readonly media: MediaService) {}

  /** HeadBucket and GetBucketLocation: some clients ask before they do anything. */
  bucket(method: string, query: ReadonlyMap<string, string[]>): S3Answer {
    if (method === 'HEAD') return { status: 200, headers: { 'x-amz-bucket-region': MEDIA_REGION } };
    if (method !== 'GET' || !query.has('location')) throw unknown();
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint>${MEDIA_REGION}</LocationConstraint>`;
    return { status: 200, headers: XML, body };
  }

  /** Throws `S3Error`, and what `MediaService` throws. */
  async object(request: ObjectRequest): Promise<S3Answer> {
    const { method, query } = request;
    const [uploadId] = query.get('uploadId') ?? [];
    if (method === 'GET' && uploadId === undefined) return this.get(request);
    if (method === 'HEAD') return this.head(request.key);
    if (method === 'PUT' && uploadId === undefined) return this.put(request);
    if (method === 'POST' && query.has('uploads')) return this.begin(request);
    if (uploadId === undefined) throw unknown();
    const upload = UUID.test(uploadId) ? await this.media.upload(uploadId) : undefined;
    if (upload?.key !== request.key)
      throw new S3Error(404, 'NoSuchUpload', 'There is no such upload, or it has ended.');
    if (method === 'PUT') return this.putPart(request, upload);
    if (method === 'POST') return this.complete(request, upload);
    if (method !== 'DELETE') throw unknown();
    await this.media.abort(upload);
    return { status: 204 };
  }

  private async put({ key, headers, body, verified, by }: ObjectRequest): Promise<S3Answer> {
    if (headers['x-amz-copy-source'] !== undefined) throw unknown();
    const { bytes } = checkedBody(body, headers, verified, MEDIA_LIMITS.requestBytes);
    const object = await this.media.put({ key, contentType: typeOf(headers), by }, bytes);
    return { status: 200, headers: { ETag: `"${object.etag}"` } };
  }

  private async head(key: string): Promise<S3Answer> {
    const object = await this.found(key);
    return { status: 200, headers: { ...headersOf(object), 'Content-Length': String(object.size) } };
  }

  private async get({ key, headers }: ObjectRequest): Promise<S3Answer> {
    const object = await this.found(key);
    if (headers['if-none-match'] === `"${object.etag}"`) return { status: 304, headers: { ETag: `"${object.etag}"` } };
    const range = rangeOf(headers.range, object.size);
    const length = range ? range.end - range.start + 1 : object.size;
    const body = await this.media.read(object, range);
    return {
      status: range ? 206 : 200,
      headers: {
        ...headersOf(object),
        'Content-Length': String(length),
        ...(range && { 'Content-Range': `bytes ${range.start}-${range.end}/${object.size}` }),
      },
      body,
    };
  }

  private async begin({ key, headers, by }: ObjectRequest): Promise<S3Answer> {
    await this.media.sweep(new Date());
    const uploadId = await this.media.begin({ key, contentType: typeOf(headers), by });
    const body = xml('InitiateMultipartUploadResult', { Bucket: MEDIA_BUCKET, Key: key, UploadId: uploadId });
    return { status: 200, headers: XML, body };
  }

  private async putPart({ query, headers, body, verified }: ObjectRequest, upload: MediaUpload): Promise<S3Answer> {
    const number = Number(query.get('partNumber')?.[0]);
    if (!Number.isInteger(number) || number < 1 || number > MEDIA_LIMITS.parts) {
      throw new S3Error(400, 'InvalidArgument', `A part number is 1 to ${MEDIA_LIMITS.parts}.`);
    }
    const { bytes } = checkedBody(body, headers, verified, MEDIA_LIMITS.requestBytes);
    const md5 = await this.media.putPart(upload, number, bytes);
    return { status: 200, headers: { ETag: `"${md5}"` } };
  }

  private async complete({ key, headers, body, verified }: ObjectRequest, upload: MediaUpload): Promise<S3Answer> {
    const { bytes } = checkedBody(body, headers, verified, MEDIA_LIMITS.listBytes);
    const pieces: Uint8Array[] = [];
    for await (const piece of bytes) pieces.push(piece);
    const list = partsOfXml(Buffer.concat(pieces).toString('utf8'), MEDIA_LIMITS.parts);
    const { etag } = await this.media.complete(upload, list);
    const members = { Location: `/s3/${MEDIA_BUCKET}/${key}`, Bucket: MEDIA_BUCKET, Key: key, ETag: `"${etag}"` };
    return { status: 200, headers: XML, body: xml('CompleteMultipartUploadResult', members) };
  }

  private async found(key: string): Promise<MediaObject> {
    const object = await this.media.find(key);
    if (!object) throw new S3Error(404, 'NoSuchKey', 'There is nothing under this key.');
    return object;
  }
}

function headersOf(object: MediaObject): Record<string, string> {
  return {
    ETag: `"${object.etag}"`,
    'Content-Type': object.contentType,
    'Last-Modified': object.createdAt.toUTCString(),
    'Accept-Ranges': 'bytes',
    // What a device has put must never run as a page of ours.
    'Content-Disposition': 'attachment',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
  };
}

function typeOf(headers: IncomingHttpHeaders): string {
  const type = headers['content-type'] ?? '';
  return /^[\w.+-]{1,100}\/[\w.+-]{1,100}(;[ -~]{1,100})?$/.test(type) ? type : 'application/octet-stream';
}

/** One range of bytes; undefined for all of them. Throws `S3Error` `InvalidRange`. */
function rangeOf(header: string | undefined, size: number): ByteRange | undefined {
  const [, from, to] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (start <= end && start < size) return { start, end };
  throw new S3Error(416, 'InvalidRange', 'The object has no such range.');
}

function unknown(): S3Error {
  return new S3Error(501, 'NotImplemented', 'This door knows uploads and downloads of objects, and nothing else.');
}
