import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import copy from 'pg-copy-streams';
import { type QueryRunner } from 'typeorm';
import { type DjiSample } from '#dji';
import { CopyRows } from './copy-rows.js';

/** One row of `device_messages`. Times in milliseconds since 1970. */
export interface MessageRow {
  sn: string;
  receivedAt: number;
  deviceTime: number | null;
  channel: string;
  method: string | null;
  /** As it came: text, or its bytes in UTF-8. */
  payload: string | Buffer;
}

/** One row of `telemetry_points`: what one message said, not what is known by others. */
export interface PointRow {
  sn: string;
  receivedAt: number;
  deviceTime: number | null;
  late: boolean;
  sample: DjiSample;
}

const MESSAGES =
  'COPY device_messages (sn, received_at, device_time, channel, method, payload) FROM STDIN (FORMAT binary)';
const POINTS = `COPY telemetry_points (sn, received_at, device_time, longitude, latitude, height_ellipsoid,
  height_above_takeoff, heading, speed, vertical_speed, battery_percent, mode_code, late) FROM STDIN (FORMAT binary)`;

/** Appends messages to the history, within the runner's transaction. */
export function copyMessages(runner: QueryRunner, rows: readonly MessageRow[]): Promise<void> {
  let bytes = 64;
  for (const row of rows) bytes += row.payload.length + 128;
  const out = new CopyRows(bytes);
  for (const row of rows) {
    out.row(6).text(row.sn).instant(row.receivedAt).instant(row.deviceTime);
    out.text(row.channel).text(row.method).text(row.payload);
  }
  return send(runner, MESSAGES, out.end());
}

/** Appends points to the tracks, within the runner's transaction. */
export function copyPoints(runner: QueryRunner, rows: readonly PointRow[]): Promise<void> {
  const out = new CopyRows(rows.length * 160 + 64);
  for (const { sn, receivedAt, deviceTime, late, sample } of rows) {
    out.row(13).text(sn).instant(receivedAt).instant(deviceTime);
    out.float8(sample.longitude).float8(sample.latitude);
    out.float4(sample.heightEllipsoid).float4(sample.heightAboveTakeoff);
    out.float4(sample.heading).float4(sample.speed).float4(sample.verticalSpeed).float4(sample.batteryPercent);
    out.int4(sample.modeCode).boolean(late);
  }
  return send(runner, POINTS, out.end());
}

async function send(runner: QueryRunner, sql: string, rows: Buffer): Promise<void> {
  const connection = (await runner.connect()) as { query<S>(stream: S): S };
  await pipeline(Readable.from([rows], { objectMode: false }), connection.query(copy.from(sql)));
}
