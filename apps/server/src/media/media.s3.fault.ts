import { InvalidSetting } from '../config.js';
import { MediaAway, MediaFull } from './media.store.js';

interface Fault {
  name?: string;
  message?: string;
  $metadata?: { httpStatusCode?: number };
}

const FULL = new Set(['QuotaExceeded', 'QuotaExceededException', 'XMinioStorageFull', 'InsufficientStorage']);

/** Whether there is nothing under the key. */
export function isMissing(error: unknown): boolean {
  const { name } = (error ?? {}) as Fault;
  return name === 'NoSuchKey' || name === 'NotFound';
}

/** What the client throws, as the store throws it: `ENOENT`, `MediaFull`, `MediaAway`; what is none of S3 stays as it is. */
export function explainS3(error: unknown): unknown {
  if (error instanceof MediaAway || error instanceof MediaFull || error instanceof RangeError) return error;
  const { name = 'Error', message = '', $metadata } = (error ?? {}) as Fault;
  if (isMissing(error))
    return Object.assign(new Error('there are no such bytes', { cause: error }), { code: 'ENOENT' });
  if (FULL.has(name) || $metadata?.httpStatusCode === 507) return new MediaFull(`${name}: ${message}`);
  return new MediaAway(`${name}: ${message}`, { cause: error });
}

/** The setting that is to blame for the error; undefined when none is. */
export function unusable(error: unknown, place: { url: string; bucket: string }): InvalidSetting | undefined {
  const { name = '', message = '', $metadata } = (error ?? {}) as Fault;
  const { url, bucket } = place;
  switch (name) {
    case 'NoSuchBucket':
      return new InvalidSetting(
        `对象存储 ${url} 里没有桶 ${bucket}：请先建好，或改 XUNHANG_S3_BUCKET。` +
          ` The object store ${url} has no bucket ${bucket}: make it first, or change XUNHANG_S3_BUCKET.`,
      );
    case 'InvalidAccessKeyId':
    case 'SignatureDoesNotMatch':
    // VersityGW's word for an unknown key.
    case 'XAdminUserNotFound':
      return new InvalidSetting(
        `对象存储 ${url} 不认这对密钥：请核对 XUNHANG_S3_ACCESS_KEY、XUNHANG_S3_SECRET_KEY 与区域（${name}）。` +
          ` The object store ${url} does not know these keys: check XUNHANG_S3_ACCESS_KEY, XUNHANG_S3_SECRET_KEY and the region (${name}).`,
      );
    case 'AccessDenied':
      return new InvalidSetting(
        `这对密钥在桶 ${bucket} 里无权读、写或删除：请给它 ListBucket、GetObject、PutObject、DeleteObject 的权限。` +
          ` These keys may not read, write and delete in the bucket ${bucket}: grant ListBucket, GetObject, PutObject, DeleteObject.`,
      );
    default:
      // Anything else that the store itself says of our request, such as another region.
      if (($metadata?.httpStatusCode ?? 500) >= 500 || $metadata?.httpStatusCode === 429) return undefined;
      return new InvalidSetting(
        `对象存储 ${url} 拒绝了请求（${name}：${message}）：请核对 XUNHANG_S3_* 各项设置。` +
          ` The object store ${url} refused (${name}: ${message}): check the settings XUNHANG_S3_*.`,
      );
  }
}
