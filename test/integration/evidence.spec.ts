import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { unzipSync } from 'fflate';
import { EvidenceManifest, type EvidencePackView, type MediaView, type Page, type TaskView } from '#contracts';
import { writeKmz } from '#wayline';
import { verifyPack } from '../../apps/server/src/evidence/evidence.verify.js';
import { workspaceIdOf } from '../../apps/server/src/guests/workspace.js';
import { routeAround } from '../support/drawn-routes.js';
import { CHEBAN_DOCK, RoutesClient } from '../support/routes-client.js';
import { S3_BUILD_MS, type S3Server, startS3Server } from '../support/s3-server.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';

const PACKS = '/api/v1/evidence-packs';
const workspace = workspaceIdOf({ code: '440881' });
let folder: string;
let server: S3Server;
let app: TestApp;
let pilotToken: string;
let task: TaskView;
let routeMd5: string;
let photos: { id: string; bytes: Buffer }[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xunhang-evidence-'));
  server = await startS3Server(join(folder, 's3'));
  const { url, bucket, accessKey, secretKey } = server;
  // The whole way of a picture, on an object store.
  app = await startApp({ settings: { s3Url: url, s3Bucket: bucket, s3AccessKey: accessKey, s3SecretKey: secretKey } });
  pilotToken = await app.token();
  const supervisor = await RoutesClient.of(app, 'county.supervisor', 'county_supervisor', '440881');
  const dock = await app.api<{ longitude: number; latitude: number }>(`/api/v1/devices/${CHEBAN_DOCK}`);
  const route = await supervisor.add({ name: '车板取证' });
  await supervisor.save(route, writeKmz(routeAround(dock, { height: 60 })));
  await supervisor.call('POST', `/${route.id}/versions/1/approve`, {});
  routeMd5 = createHash('md5')
    .update((await supervisor.bytes(`/${route.id}/versions/1/route.kmz`)).bytes)
    .digest('hex');
  const windowStart = new Date(Date.now() + 86_400_000);
  const windowEnd = new Date(Date.now() + 90_000_000);
  const body = { routeId: route.id, dockSn: CHEBAN_DOCK, windowStart, windowEnd };
  task = await app.api('/api/v1/tasks', { method: 'POST', body });
  photos = [];
  for (const name of ['DJI_0018.JPG', 'DJI_0020.JPG']) photos.push(await upload(name, dock));
}, S3_BUILD_MS);
afterAll(async () => {
  await app?.close();
  await server?.program.end();
  await rm(folder, { recursive: true, force: true });
});

async function pilot<Data>(path: string, body: object = {}): Promise<Data> {
  const response = await fetch(`${app.url}/${path.replace('*', `api/v1/workspaces/${workspace}`)}`, {
    method: 'POST',
    headers: { 'x-auth-token': pilotToken, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as { code: number; message: string; data: Data };
  if (answer.code !== 0) throw new Error(answer.message);
  return answer.data;
}

/** A real photo, put and told of as Pilot does it. */
async function upload(
  name: string,
  place: { longitude: number; latitude: number },
): Promise<{ id: string; bytes: Buffer }> {
  const bytes = await readFile(new URL(`../../apps/simulator/fixtures/photos/${name}`, import.meta.url));
  const sts = await pilot<{
    endpoint: string;
    bucket: string;
    region: string;
    object_key_prefix: string;
    credentials: { access_key_id: string; access_key_secret: string; security_token: string };
  }>('storage/*/sts');
  const { access_key_id: accessKeyId, access_key_secret: secretAccessKey, security_token } = sts.credentials;
  const credentials = { accessKeyId, secretAccessKey, sessionToken: security_token };
  const client = new S3Client({ endpoint: sts.endpoint, region: sts.region, forcePathStyle: true, credentials });
  const key = `${sts.object_key_prefix}/${name}`;
  await client.send(new PutObjectCommand({ Bucket: sts.bucket, Key: key, Body: bytes }));
  client.destroy();
  const shoot_position = { lng: place.longitude, lat: place.latitude };
  await pilot('media/*/upload-callback', {
    result: 0,
    name,
    object_key: key,
    metadata: { shoot_position, created_time: '2026-11-20T09:30:00+08:00', relative_altitude: 60 },
    ext: { flight_id: task.id },
  });
  const [row] = await app.db.query<{ id: string }[]>('SELECT id FROM media_files WHERE object_key = $1', [key]);
  return { id: row!.id, bytes };
}

const ask = (body: object, token?: string) =>
  app.api<EvidencePackView>(PACKS, { method: 'POST', body, ...(token && { token }) });
const get = (id: string) => app.api<EvidencePackView>(`${PACKS}/${id}`);
const ended = (id: string) =>
  until('the pack is built or has failed', async () => {
    const pack = await get(id);
    return (pack.state === 'ready' || pack.state === 'failed') && pack;
  });
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const refusal = (asking: Promise<unknown>): Promise<string> =>
  asking.then(
    () => 'none',
    (error: Error) => /answered (\d+).*"code":"(\w+)"/s.exec(error.message)?.slice(1).join(' ') ?? error.message,
  );

describe('a pack of a task', () => {
  let pack: EvidencePackView;
  let file: Buffer;
  it('is built by the worker, and what is downloaded is what the register says', async () => {
    const asked = await ask({ title: '车板取证 / 11月', note: '违法占地核查', taskId: task.id });
    expect(asked).toMatchObject({
      state: 'queued',
      taskId: task.id,
      pictures: 2,
      createdBy: 'admin',
      downloadUrl: null,
    });
    pack = await ended(asked.id);
    expect(pack).toMatchObject({ state: 'ready', progress: 100, reason: null });
    const response = await fetch(`${app.url}${pack.downloadUrl}`);
    expect(response.headers.get('content-disposition')).toContain('filename');
    file = Buffer.from(await response.arrayBuffer());
    expect([sha256(file), file.length]).toEqual([pack.sha256, pack.size]);
    const part = await fetch(`${app.url}${pack.downloadUrl}`, { headers: { range: 'bytes=10-19' } });
    expect([part.status, Buffer.from(await part.arrayBuffer()).equals(file.subarray(10, 20))]).toEqual([206, true]);
  });

  it('holds the originals, the route as it was flown, a report, and the chain of hands', async () => {
    const files = unzipSync(file);
    const manifest = EvidenceManifest.parse(JSON.parse(Buffer.from(files['manifest.json']!).toString()));
    expect(manifest.pack).toMatchObject({
      id: pack.id,
      title: '车板取证 / 11月',
      note: '违法占地核查',
      askedBy: 'admin',
    });
    expect(manifest.task).toMatchObject({ id: task.id, route: { md5: routeMd5, version: 1 }, dockSn: CHEBAN_DOCK });
    expect(manifest.files.map(({ path }) => path)).toEqual([
      'originals/0001_DJI_0018.JPG',
      'originals/0002_DJI_0020.JPG',
    ]);
    for (const [index, { path, sha256: hash, mediaId }] of manifest.files.entries()) {
      const { id, bytes } = photos[index]!;
      expect([mediaId, hash, Buffer.from(files[path]!).equals(bytes)]).toEqual([id, sha256(bytes), true]);
    }
    const route = Object.entries(files).find(([path]) => path.startsWith('route/'))!;
    expect(createHash('md5').update(route[1]).digest('hex')).toBe(routeMd5);
    expect(Buffer.from(files['report.pdf']!).subarray(0, 5).toString()).toBe('%PDF-');
    expect(pack.manifestSha256).toBe(sha256(files['manifest.json']!));
    const names = manifest.custody.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['task.added', 'media.received']));
    expect(names.filter((name) => name === 'media.received')).toHaveLength(2);
  });

  it('is verified offline by the command, which names what somebody changed', async () => {
    const path = join(folder, 'pack.zip');
    await writeFile(path, file);
    expect(await verifyPack(path)).toMatchObject({ sha256: pack.sha256, right: 4, wrong: [] });
    const run = (name: string) =>
      promisify(execFile)(process.execPath, ['dist/apps/server/src/cli/verify-evidence.js', name]).then(
        ({ stdout }) => [0, stdout] as const,
        ({ code, stdout }: { code: number; stdout: string }) => [code, stdout] as const,
      );
    const [code, said] = await run(path);
    expect([code, said.includes(pack.sha256!), said.includes('✓ 一致：4 个文件')]).toEqual([0, true, true]);
    const at = file.indexOf(photos[1]!.bytes.subarray(1000, 1100));
    file[at] = file[at]! ^ 1;
    await writeFile(path, file);
    const [wrong, told] = await run(path);
    expect([wrong, told.includes('✗ originals/0002_DJI_0020.JPG 已被改动')]).toEqual([1, true]);
  });

  it('never changes again, whoever asks the database', async () => {
    for (const sql of [
      `UPDATE evidence_packs SET sha256 = 'x' WHERE id = $1`,
      'DELETE FROM evidence_packs WHERE id = $1',
    ])
      await expect(app.db.query(sql, [pack.id])).rejects.toThrow('never changes');
  });

  it('is fetched by an address of ours alone, for a while', async () => {
    const address = `${app.url}${pack.downloadUrl}`;
    const status = async (url: string) => (await fetch(url)).status;
    expect(await status(address.replace(/signature=..../, 'signature=AAAA'))).toBe(403);
    expect(await status(address.replace(/until=\d+/, `until=${Date.now() + 9_000_000}`))).toBe(403);
    expect(await status(`${app.url}${PACKS}/${pack.id}/file?until=1&signature=x`)).toBe(403);
    const other = await ended((await ask({ title: '另一个', mediaIds: [photos[0]!.id] })).id);
    expect(await status(address.replace(pack.id, other.id))).toBe(403);
  });

  it('is seen by those whose division holds all of it, and told of as a fact', async () => {
    const user = async (username: string, divisionCode: string, roles: string[]) => {
      const password = 'Lychee-Orchard-7';
      const body = { username, displayName: username, password, roles, divisionCode };
      await app.api('/api/v1/users', { method: 'POST', body });
      return app.token(username, password);
    };
    const elsewhere = await user('other.town', '440881112', ['town_reviewer']);
    const list = await app.api<Page<EvidencePackView>>(PACKS, { token: elsewhere });
    expect(list).toMatchObject({ items: [], total: 0 });
    expect(await refusal(app.api(`${PACKS}/${pack.id}`, { token: elsewhere }))).toMatch(/^404/);
    expect(await refusal(ask({ title: 'x', mediaIds: [photos[0]!.id] }, elsewhere))).toMatch(/^404/);
    expect(await refusal(ask({ title: 'x', taskId: task.id }, elsewhere))).toMatch(/^404/);
    const viewer = await user('viewer', '440881', ['inspector']);
    expect(await refusal(ask({ title: 'x', taskId: task.id }, viewer))).toBe('403 forbidden');
    expect((await app.api<Page<EvidencePackView>>(`${PACKS}?task=${task.id}`, { token: viewer })).total).toBe(1);
    const events = await app.api<Page<{ data: { pack: EvidencePackView } }>>(
      '/api/v1/events?name=evidence_pack.changed',
    );
    const states = events.items.filter(({ data }) => data.pack.id === pack.id).map(({ data }) => data.pack.state);
    expect(states).toEqual(['ready', 'queued']);
  });
});

describe('what cannot be a pack', () => {
  it('is refused when it is asked for', async () => {
    await app.db.query(
      `INSERT INTO media_files (object_key, name, kind, source, state, division_path, taken_at, original, told)
       VALUES ('dock/X/late.jpg', 'late.jpg', 'photo', 'dock', 'announced', '440881', now(), true, '{}')`,
    );
    const { items } = await app.api<Page<MediaView>>('/api/v1/media?state=announced');
    const late = items.find(({ name }) => name === 'late.jpg')!.id;
    expect(await refusal(ask({ title: 'x', mediaIds: [late] }))).toBe('409 media_not_here');
    for (const body of [
      { title: 'x' },
      { title: '', taskId: task.id },
      { title: 'x', taskId: task.id, mediaIds: [late] },
    ])
      expect(await refusal(ask(body))).toMatch(/^400/);
    expect(await refusal(ask({ title: 'x', taskId: late }))).toMatch(/^404/);
  });

  it('fails with the reason where an original in the store is not what was received', async () => {
    const [{ sha256: hash }] = await app.db.query<[{ sha256: string }]>(
      'SELECT sha256 FROM media_files WHERE id = $1',
      [photos[1]!.id],
    );
    const path = join(folder, 's3', 'data', server.bucket, 'objects', hash.slice(0, 2), hash);
    const bytes = await readFile(path);
    await writeFile(path, Buffer.concat([bytes.subarray(0, -1), Buffer.from('x')]));
    const pack = await ended((await ask({ title: '坏了', mediaIds: photos.map(({ id }) => id) })).id);
    expect(pack).toMatchObject({ state: 'failed', downloadUrl: null, reason: { code: 'original_changed' } });
    expect(pack.reason!.zh).toContain('DJI_0020.JPG');
    await writeFile(path, bytes);
  });
});

describe('a pack whose worker died', () => {
  it('is taken up by another', async () => {
    const [{ id }] = await app.db.query<[{ id: string }]>(
      `INSERT INTO evidence_packs (title, note, media_ids, division_path, state, tries, seen_at, created_by)
       VALUES ('接手', '', $1, '440881', 'building', 1, now() - interval '3 minutes', 'admin') RETURNING id`,
      [photos.map(({ id: photo }) => photo)],
    );
    await app.db.query(`SELECT pg_notify('evidence', '')`);
    expect(await ended(id)).toMatchObject({ state: 'ready', pictures: 2 });
  });
});
