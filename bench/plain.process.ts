import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { connectAsync } from 'mqtt';
import pg from 'pg';
import copy from 'pg-copy-streams';
import { Server } from 'socket.io';
import { finished } from 'node:stream/promises';
import { configuration, tell, when } from './child.js';

/**
 * The line to stay close to: a pipeline with no product in it. mqtt.js at QoS 1 → JSON.parse → text COPY every 200 ms →
 * one emit for each message. No order, no duplicates, no unknown fields, no presence, no rights, no retry.
 */
const { url, databaseUrl, raw, rooms } = configuration<{
  url: string;
  databaseUrl: string;
  raw: 'jsonb' | 'text';
  rooms: number;
}>();

interface Osd {
  timestamp: number;
  data: {
    longitude: number;
    latitude: number;
    height: number;
    horizontal_speed: number;
    battery: { capacity_percent: number };
  };
}

const database = new pg.Client({ connectionString: databaseUrl });
await database.connect();
await database.query(`CREATE TABLE plain_messages (id bigint GENERATED ALWAYS AS IDENTITY, ts timestamptz, device_sn text,
  longitude float8, latitude float8, height real, speed real, battery smallint, raw ${raw});
  CREATE INDEX plain_messages_device_sn_ts ON plain_messages (device_sn, ts DESC)`);

const http = createServer();
const io = new Server(http, { transports: ['websocket'] });
io.on('connection', (socket) => {
  socket.on('watch', (room: string, done: () => void) => {
    void socket.join(room);
    done();
  });
});
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));

const latest = new Map<string, Osd>();
const roomOf = new Map<string, string>();
let rows: string[] = [];
let written = 0;
let copying = false;

const client = await connectAsync(url, { clientId: `bench-plain-${process.pid}`, clean: true });
client.on('message', (topic, payload) => {
  const text = payload.toString();
  const message = JSON.parse(text) as Osd;
  const sn = topic.slice(14, -4);
  latest.set(sn, message);
  const { longitude, latitude, height, horizontal_speed: speed, battery } = message.data;
  rows.push(
    `${new Date(message.timestamp).toISOString()}\t${sn}\t${longitude}\t${latitude}\t${height}\t${speed}` +
      `\t${battery.capacity_percent}\t${text.replaceAll('\\', '\\\\')}\n`,
  );
  let room = roomOf.get(sn);
  if (!room) roomOf.set(sn, (room = `room-${roomOf.size % rooms}`));
  io.to(room).emit('osd', {
    sn,
    at: message.timestamp,
    longitude,
    latitude,
    height,
    speed,
    battery: battery.capacity_percent,
  });
});
await client.subscribeAsync('thing/product/+/osd', { qos: 1 });

setInterval(() => {
  if (copying || rows.length === 0) return;
  const batch = rows;
  rows = [];
  copying = true;
  const stream = database.query(
    copy.from('COPY plain_messages (ts, device_sn, longitude, latitude, height, speed, battery, raw) FROM STDIN'),
  );
  stream.end(batch.join(''));
  void finished(stream).then(() => {
    written += batch.length;
    copying = false;
  });
}, 200);
setInterval(() => tell('committed', { count: written }), 200);
when('end', async () => {
  await client.endAsync(true);
  await database.end();
});
tell('ready', { address: `http://127.0.0.1:${(http.address() as AddressInfo).port}` });
