import { createServer } from 'node:net';

/** `preferred` when it is free on 127.0.0.1, otherwise one below the range that outgoing connections take theirs from. */
export async function freePort(preferred: number | null): Promise<number> {
  if (preferred && (await isFree(preferred))) return preferred;
  for (;;) {
    const port = 15_000 + Math.floor(Math.random() * 15_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((fulfil) => {
    const probe = createServer();
    probe.once('error', () => fulfil(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => fulfil(true)));
  });
}
