import { problemOf, unreachable } from './problem.js';
import { session } from './session.js';

export type QueryValue = string | number | boolean | undefined | null;

/** `path` with its query; members without a value are left out. */
export function withQuery(path: string, query: Record<string, QueryValue> = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text ? `${path}${path.includes('?') ? '&' : '?'}${text}` : path;
}

/** A request with the access token, which is renewed once when the server no longer takes it. Throws `ApiProblem`. */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  let response = await send(path, init);
  if (response.status === 401 && (await session.refresh())) response = await send(path, init);
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** A JSON answer. The server validates it by the same contract, so its type is believed. Throws `ApiProblem`. */
export async function getJson<Answer>(path: string, query?: Record<string, QueryValue>): Promise<Answer> {
  return (await (await request(withQuery(path, query))).json()) as Answer;
}

/** Sends a JSON body (or none) and reads the JSON answer, `undefined` for an empty one. Throws `ApiProblem`. */
export async function sendJson<Answer>(
  method: 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Answer> {
  const response = await request(path, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as Answer;
}

/** Downloads a file under the given name. A link would not carry the access token. Throws `ApiProblem`. */
export async function download(path: string, filename: string): Promise<void> {
  const blob = await (await request(path)).blob();
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = filename;
  link.click();
  // The browser has taken its own reference once the click was handled.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, {
      ...init,
      credentials: 'same-origin',
      headers: { accept: 'application/json', ...init.headers, ...session.headers() },
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable();
  }
}
