import { createHash, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Dock } from '../../apps/simulator/src/dock.js';
import { parseFault } from '../../apps/simulator/src/faults.js';
import { writeKmz } from '../../libs/dji/src/wayline/index.js';
import { sampleRoute } from '../../libs/dji/fixtures/wayline/samples.js';
import { startFileHost, type FileHost } from '../support/file-host.js';
import { DOCK, type Message, until, useSimulator } from '../support/simulator-bench.js';

const KMZ = writeKmz(sampleRoute(4));
const MD5 = createHash('md5').update(KMZ).digest('hex');

describe('missions of a simulated dock', () => {
  const bench = useSimulator();
  let host: FileHost;
  let flightId: string;

  beforeEach(async () => {
    host = await startFileHost(KMZ);
    flightId = randomUUID();
    bench.cloud.answers.set('storage_config_get', {
      result: 0,
      output: {
        provider: 'minio',
        bucket: 'media',
        endpoint: host.url,
        region: 'us-east-1',
        object_key_prefix: 'flights',
        credentials: { access_key_id: 'ak', access_key_secret: 'sk', security_token: 'token', expire: 3600 },
      },
    });
  });
  afterEach(() => host.close());

  const progress = (): Message[] =>
    bench.cloud
      .of('events', 'D1', 'flighttask_progress')
      .filter(({ body }) => body.data.output.ext.flight_id === flightId);
  const last = () => until(() => progress().find(({ body }) => isFinal(body.data.output.status)), 'the end', 40_000);
  const isFinal = (status: string) => ['ok', 'failed', 'canceled', 'partially_done'].includes(status);

  async function begin(file = { url: `${host.url}/route.kmz`, fingerprint: MD5 }, more: object = {}): Promise<Dock> {
    if (!bench.running) await bench.start([DOCK], { speed: 100 });
    await until(() => bench.cloud.of('osd', 'D1')[0], 'telemetry');
    const dock = bench.running!.gateways.get('D1') as Dock;
    const order = {
      flight_id: flightId,
      task_type: 0,
      execute_time: dock.deviceTime,
      file,
      rth_altitude: 100,
      ...more,
    };
    expect(await bench.cloud.call('D1', 'flighttask_prepare', order, flightId)).toEqual({ result: 0 });
    return dock;
  }
  const execute = () => bench.cloud.call('D1', 'flighttask_execute', { flight_id: flightId }, flightId);

  it('flies the route of the file, puts a picture of each waypoint into the bucket, and tells of each', async () => {
    // two uploads are refused and must be tried again
    host.refusals.push(503, 500);
    const dock = await begin();
    expect(await execute()).toEqual({ result: 0 });
    expect((await execute()).result).toBe(319016);
    const end = await last();
    expect(end.body.data.output).toMatchObject({ status: 'ok', ext: { media_count: 4 }, progress: { percent: 100 } });
    expect(end.body.need_reply).toBe(1);
    const told = await until(() => {
      const all = bench.cloud.of('events', 'D1', 'file_upload_callback');
      return new Set(all.map(({ body }) => body.data.file.object_key as string)).size === 4 && all;
    }, 'four callbacks');
    expect(host.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=ak\/\d{8}\/us-east-1\/s3\/aws4_request/);
    for (const [index, { body }] of told.slice(0, 4).entries()) {
      const { object_key: key, ext, metadata, name } = body.data.file;
      const bytes = host.stored.get(`/media/${key as string}`)!;
      expect([...bytes.subarray(0, 2)]).toEqual([0xff, 0xd8]);
      const xmp = bytes.toString('latin1');
      expect(xmp).toContain(`drone-dji:RelativeAltitude="+${(metadata.relative_altitude as number).toFixed(2)}"`);
      expect(key).toBe(`flights/${flightId}/${name as string}`);
      expect(name).toContain(`_FP00${index}`);
      expect(ext).toMatchObject({ flight_id: flightId, is_original: true });
      // a route of the fixture lies 111 m a waypoint to the north of 21.61
      expect(metadata.shoot_position.lat).toBeCloseTo(21.61 + index / 1000, 3);
    }
    expect(dock.media.remaining).toBe(0);
    expect((await execute()).result).toBe(314010);
    expect(dock.takeOffs.map((one) => one.flightId)).toEqual([flightId]);
  });

  it.each([
    ['another fingerprint', { fingerprint: '0'.repeat(32) }, 314005],
    ['an address that nobody answers', { url: 'http://127.0.0.1:9/route.kmz' }, 314013],
  ])('does not fly a file with %s', async (_what, wrong, code) => {
    const dock = await begin({ url: `${host.url}/route.kmz`, fingerprint: MD5, ...wrong });
    await execute();
    const end = await last();
    expect(end.body.data).toMatchObject({ result: code, output: { status: 'failed', progress: { percent: 15 } } });
    expect(dock.takeOffs).toEqual([]);
    await until(() => dock.sortie === null && dock.refusal === 0, 'a dock that is free again');
  });

  it('breaks off on demand, tells where, and goes on from there', async () => {
    const dock = await begin();
    bench.running!.faults.strike(parseFault('break_off:D1:forever:waypoint=1,reason=1564'));
    await execute();
    const end = await last();
    expect(end.body.data).toMatchObject({ result: 321000 + 1564 });
    const point = end.body.data.output.ext.break_point;
    expect(point).toMatchObject({ index: 1, break_reason: 1564 });
    expect(end.body.data.output.ext.media_count).toBe(2);
    bench.running!.faults.clear('D1');
    await until(() => dock.sortie === null && dock.refusal === 0, 'a dock that is free again');
    dock.aircraft.battery = { ...dock.aircraft.battery, percent: 100 };
    flightId = randomUUID();
    await begin(undefined, { break_point: { index: 1, state: 1, progress: 0, wayline_id: 0 } });
    await execute();
    expect((await last()).body.data.output).toMatchObject({ status: 'ok', ext: { media_count: 3 } });
  });

  it('does a command whose answer gets lost, and does none that it does not hear', async () => {
    const dock = await begin();
    const order = { tid: 't', bid: flightId, timestamp: Date.now(), method: 'flighttask_execute' };
    const say = () => bench.cloud.say('thing/product/D1/services', { ...order, data: { flight_id: flightId } });
    bench.running!.faults.strike(parseFault('deaf:D1:forever'));
    await say();
    await bench.cloud.say('thing/product/D1/property/set', { tid: 'p', bid: 'p', data: { silent_mode: 1 } });
    await until(() => dock.silentMode === 1, 'what was said behind it');
    expect(dock.sortie).toBeNull();
    bench.running!.faults.clear('D1');
    bench.running!.faults.strike(parseFault('lost_reply:D1:forever'));
    await say();
    await until(() => dock.takeOffs.length === 1, 'the take-off');
    expect(bench.cloud.of('services_reply', 'D1', 'flighttask_execute')).toEqual([]);
  });
});
