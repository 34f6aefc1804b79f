import type { Problem } from '#contracts';
import { ApiProblem, problemOf, unreachable } from './problem.js';
import { session } from './session.js';

/** How much of a file has left, in bytes. */
export type Progress = (sent: number) => void;

/**
 * Sends a file as the body of a request and reads the JSON answer; the access token is renewed once when the server no
 * longer takes it. Throws `ApiProblem`. Unlike `fetch`, it can tell how far it has come.
 */
export async function upload<Answer>(
  method: 'POST' | 'PUT',
  path: string,
  file: Blob,
  { progress, signal }: { progress?: Progress; signal?: AbortSignal } = {},
): Promise<Answer> {
  let response = await send(method, path, file, progress, signal);
  if (response.status === 401 && (await session.refresh())) response = await send(method, path, file, progress, signal);
  if (!response.ok) throw await problemOf(response);
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as Answer;
}

function send(
  method: string,
  path: string,
  file: Blob,
  progress: Progress | undefined,
  signal: AbortSignal | undefined,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, path);
    request.setRequestHeader('accept', 'application/json');
    request.setRequestHeader('content-type', 'application/octet-stream');
    for (const [name, value] of Object.entries(session.headers())) request.setRequestHeader(name, value);
    if (progress) request.upload.onprogress = (event) => progress(event.loaded);
    request.onload = () =>
      resolve(
        new Response(request.status === 204 ? null : request.responseText, {
          status: request.status,
          statusText: request.statusText,
        }),
      );
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

/** The entries of a refusal that name a place each; empty for any other error. */
export function problemEntries(error: unknown): NonNullable<Problem['errors']> {
  return error instanceof ApiProblem ? (error.problem.errors ?? []) : [];
}
