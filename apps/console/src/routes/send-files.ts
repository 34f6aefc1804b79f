import type { RouteImportView } from '#contracts';
import { withQuery } from '../api/client.js';
import { upload } from '../api/upload.js';

/** How far the sending of a bulk import has come. */
export interface Sending {
  /** Files that were taken, or could not be sent. */
  done: number;
  /** Bytes of all files that have left. */
  bytes: number;
}

/** A file that did not arrive, and why. */
export interface NotSent {
  name: string;
  error: unknown;
}

/** Files at the same time: enough to fill the line, few enough for the server's small threads. */
const AT_ONCE = 3;

/** Sends the files of an import one by one, tells how far it has come, and gives those that did not arrive. */
export async function sendFiles(
  importId: string,
  files: readonly File[],
  told: (sending: Sending) => void,
): Promise<NotSent[]> {
  const sent = files.map(() => 0);
  const failed: NotSent[] = [];
  let done = 0;
  const tell = () => told({ done, bytes: sent.reduce((sum, one) => sum + one, 0) });
  const waiting = files.entries();
  const worker = async () => {
    for (const [index, file] of waiting) {
      const path = withQuery(`/api/v1/routes/imports/${importId}/files`, { name: file.name });
      try {
        await upload<RouteImportView>('PUT', path, file, {
          progress: (bytes) => {
            sent[index] = bytes;
            tell();
          },
        });
      } catch (error) {
        failed.push({ name: file.name, error });
      }
      sent[index] = file.size;
      done += 1;
      tell();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return failed;
}

/** `320 KB` or `4.2 MB`. */
export function sizeText(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
