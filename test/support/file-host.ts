import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo } from 'node:net';

/** A web server as plain as can be: gives out one file, and keeps what is put there. */
export interface FileHost {
  url: string;
  /** What was put, by path. */
  stored: Map<string, Buffer>;
  /** The header by which the last one who put something named himself. */
  authorization: string;
  /** Status with which the next PUTs are answered, one each. */
  refusals: number[];
  close(): Promise<void>;
}

/** Serves `file` at every address but those that something was put to. */
export async function startFileHost(file: Uint8Array): Promise<FileHost> {
  const stored = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '/');
    if (request.method !== 'PUT') return response.end(stored.get(path) ?? file);
    host.authorization = request.headers.authorization ?? '';
    void bytesOf(request).then((bytes) => {
      const refusal = host.refusals.shift();
      if (refusal === undefined) stored.set(path, bytes);
      response.writeHead(refusal ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host: FileHost = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stored,
    authorization: '',
    refusals: [],
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return host;
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
