import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';

/** What S3 copies in one request; larger objects go in parts. */
const COPY_BYTES = 5 * 2 ** 30;

/** Copies an object inside the store; the bytes do not come by us. Throws what the client throws. */
export async function copyObject(
  client: S3Client,
  Bucket: string,
  { from, to: Key, size, partBytes = COPY_BYTES }: { from: string; to: string; size: number; partBytes?: number },
): Promise<void> {
  const CopySource = `${Bucket}/${from}`;
  if (size <= partBytes) {
    await client.send(new CopyObjectCommand({ Bucket, Key, CopySource }));
    return;
  }
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  try {
    const Parts = [];
    for (let start = 0, PartNumber = 1; start < size; start += partBytes, PartNumber++) {
      const CopySourceRange = `bytes=${start}-${Math.min(start + partBytes, size) - 1}`;
      const { CopyPartResult } = await client.send(
        new UploadPartCopyCommand({ Bucket, Key, UploadId, PartNumber, CopySource, CopySourceRange }),
      );
      Parts.push({ PartNumber, ETag: CopyPartResult?.ETag });
    }
    await client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
  } catch (error) {
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })).catch(() => undefined);
    throw error;
  }
}
