import { io, type Socket } from 'socket.io-client';
import { LIVE_NAMESPACE, type SampleFrame } from '#contracts';
import { configuration, tell, when } from './child.js';

interface BrowsersConfig {
  kind: 'plain' | 'product';
  address: string;
  sockets: number;
  /** For the product: the access token, and the division that each socket watches in turn. For the plain pipeline: rooms. */
  token: string | null;
  rooms: string[];
}

const config = configuration<BrowsersConfig>();
let delays: number[] = [];
let updates = 0;
let frames = 0;

function seen(sentAt: number): void {
  updates += 1;
  delays.push(Date.now() - sentAt);
}

async function open(index: number): Promise<Socket> {
  const address = config.kind === 'product' ? `${config.address}${LIVE_NAMESPACE}` : config.address;
  const socket = io(address, { transports: ['websocket'], forceNew: true, auth: { token: config.token } });
  const room = config.rooms[index % config.rooms.length]!;
  if (config.kind === 'product') {
    socket.on('samples', (frame: SampleFrame) => {
      frames += 1;
      for (const { deviceTime } of frame.samples) if (deviceTime !== null) seen(Date.parse(deviceTime));
    });
    const answer = (await socket.timeout(30_000).emitWithAck('watch', { division: room })) as {
      error?: { code: string };
    };
    if (answer.error) throw new Error(`a socket may not watch ${room}: ${answer.error.code}`);
  } else {
    socket.on('osd', ({ at }: { at: number }) => {
      frames += 1;
      seen(at);
    });
    await socket.timeout(30_000).emitWithAck('watch', room);
  }
  return socket;
}

const sockets: Socket[] = [];
for (let index = 0; index < config.sockets; index += 25) {
  const some = Array.from({ length: Math.min(25, config.sockets - index) }, (_, nr) => open(index + nr));
  sockets.push(...(await Promise.all(some)));
}

/** Forgets what was seen until now. */
when('reset', () => {
  delays = [];
  updates = 0;
  frames = 0;
});
when('delays', () => {
  const sorted = Float64Array.from(delays).sort();
  const share = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
  return { updates, frames, p50: share(0.5), p99: share(0.99), worst: sorted.at(-1) ?? Number.NaN };
});
when('end', () => sockets.forEach((socket) => socket.disconnect()));
tell('ready');
