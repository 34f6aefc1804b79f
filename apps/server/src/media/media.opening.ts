import { Logger } from '@nestjs/common';
import { type Config, InvalidSetting } from '../config.js';
import { DiskMedia } from './media.disk.js';
import { MediaAway, type MediaStore } from './media.store.js';

/**
 * The side of the store that the settings choose. Throws `InvalidSetting` for an object store that does not know the keys
 * or the bucket, or does not let us write; one that does not answer is waited for, for devices must go on.
 */
export async function openMediaStore(config: Config): Promise<MediaStore> {
  const { s3Url: url, s3AccessKey: accessKeyId, s3SecretKey: secretAccessKey } = config;
  if (url === null) return new DiskMedia(config);
  if (accessKeyId === null || secretAccessKey === null) throw keysMissing();
  // The client is large, and most installations never need it.
  const { S3Media } = await import('./media.s3.js');
  const { s3Bucket: bucket, s3Region: region, s3PathStyle: pathStyle } = config;
  const store = new S3Media({ url, bucket, region, pathStyle, accessKeyId, secretAccessKey });
  try {
    await store.check();
  } catch (error) {
    if (!(error instanceof MediaAway)) throw error;
    new Logger(S3Media.name).warn({ message: 'the object store does not answer', url, error: error.message });
  }
  return store;
}

function keysMissing(): InvalidSetting {
  return new InvalidSetting(
    '设置了 XUNHANG_S3_URL，还须设置 XUNHANG_S3_ACCESS_KEY 与 XUNHANG_S3_SECRET_KEY。' +
      ' With XUNHANG_S3_URL set, XUNHANG_S3_ACCESS_KEY and XUNHANG_S3_SECRET_KEY are needed too.',
  );
}
