import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { zipSync } from 'fflate';
import { type EvidenceManifest } from '#contracts';
import { verifyEvidence } from '../cli/verify-evidence.command.js';
import { chainOf, MANIFEST, MANIFEST_SUM, manifestBytes, safeName, sha256Of, sumsOf } from './evidence.manifest.js';
import { verifyPack } from './evidence.verify.js';
import { OriginalChanged, proven, zipOf } from './evidence.zip.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'xunhang-evidence-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const originals = new Map([1, 2].map((nr) => [`originals/000${nr}_甲.JPG`, new Uint8Array(randomBytes(50_000))]));
const REPORT = new Uint8Array(Buffer.from('%PDF-1.7 a report'));
const ID = '6f1f7c1e-1111-4222-8333-944444444444';
const AT = '2026-11-24T04:00:00.000Z';
const none = { deviceSn: null, gatewaySn: null, payload: null, longitude: null, latitude: null, waypoint: null };
const facts = [1, 2, 3].map((event) => ({ event, at: AT, name: 'task.changed', by: null, about: ID, what: 'queued' }));
const manifest: EvidenceManifest = {
  format: 'xunhang-evidence-pack',
  version: 1,
  pack: { id: ID, title: '证据', note: '', county: '县', divisionPath: '1', askedAt: AT, askedBy: 'admin' },
  task: null,
  files: [...originals].map(([path, bytes]) => ({
    path,
    size: bytes.length,
    sha256: sha256Of(bytes),
    mediaId: ID,
    name: '甲.JPG',
    kind: 'photo',
    taskId: null,
    takenAt: AT,
    deviceTime: null,
    receivedAt: AT,
    source: 'dock',
    absoluteHeight: null,
    relativeHeight: null,
    ...none,
    gimbal: { yaw: null, pitch: null, roll: null },
    featurePoint: null,
    division: '',
  })),
  documents: [{ path: 'report.pdf', size: REPORT.length, sha256: sha256Of(REPORT) }],
  missing: [],
  custody: chainOf(facts),
};
type Files = Record<string, Uint8Array>;

/** The files of a pack; `change` is somebody's hand. */
function filesOf(change: (files: Files) => void = () => undefined, changed = manifest): Files {
  const text = new Uint8Array(manifestBytes(changed));
  const sums = new Uint8Array(sumsOf(changed, sha256Of(text)));
  const files = {
    [MANIFEST]: text,
    [MANIFEST_SUM]: sums,
    'report.pdf': REPORT,
    ...Object.fromEntries(originals),
  };
  change(files);
  return files;
}
let nr = 0;
function write(bytes: Uint8Array): string {
  const path = join(folder, `${++nr}.zip`);
  writeFileSync(path, bytes);
  return path;
}
const packed = (files: Files) => write(zipSync(files, { level: 0 }));
const found = async (path: string) => (await verifyPack(path)).wrong.map(({ code, path: name }) => `${code} ${name}`);
const [first, second] = [...originals.keys()] as [string, string];
const flipped = (bytes: Uint8Array) => Uint8Array.from(bytes, (byte, at) => (at === 100 ? byte ^ 1 : byte));
const text = (words: string) => new Uint8Array(Buffer.from(words));

describe('a pack', () => {
  it('as we write it is right, streamed and all', async () => {
    const at = new Date(AT);
    const streamed = Object.entries(filesOf()).map(([path, bytes]) => {
      async function* body() {
        for (let from = 0; from < bytes.length; from += 999) yield bytes.subarray(from, from + 999);
      }
      return { path, at, open: async () => proven(body(), { path, sha256: sha256Of(bytes) }) };
    });
    const pieces: Uint8Array[] = [];
    for await (const piece of zipOf(streamed)) pieces.push(piece);
    const verdict = await verifyPack(write(Buffer.concat(pieces)));
    expect(verdict).toMatchObject({ right: 3, wrong: [], sha256: sha256Of(Buffer.concat(pieces)), manifest });
  });

  it('is not written with bytes that are others than those that were kept', async () => {
    const path = 'originals/x.jpg';
    async function* body() {
      yield text('x');
    }
    const streamed = [{ path, at: new Date(AT), open: async () => proven(body(), { path, sha256: '0'.repeat(64) }) }];
    const writing = (async () => {
      for await (const _ of zipOf(streamed));
    })();
    await expect(writing).rejects.toBeInstanceOf(OriginalChanged);
  });

  it.each<[string, (files: Files) => void, string[]]>([
    ['a byte of a picture', (files) => (files[first] = flipped(files[first]!)), [`changed ${first}`]],
    ['a shorter picture', (files) => (files[first] = files[first]!.subarray(1)), [`changed ${first}`]],
    ['the report', (files) => (files['report.pdf'] = text('%PDF-1.7 b report')), ['changed report.pdf']],
    ['a picture that is gone', (files) => delete files[second], [`missing ${second}`]],
    ['one more', (files) => (files['originals/0003.jpg'] = text('x')), ['extra originals/0003.jpg']],
    ['no manifest', (files) => delete files[MANIFEST], [`missing ${MANIFEST}`]],
    ['no sums', (files) => delete files[MANIFEST_SUM], [`missing ${MANIFEST_SUM}`]],
    [
      'a manifest that speaks for a changed picture',
      (files) => {
        files[first] = flipped(files[first]!);
        const other = structuredClone(manifest);
        other.files[0]!.sha256 = sha256Of(files[first]);
        files[MANIFEST] = new Uint8Array(manifestBytes(other));
      },
      [`manifest_changed ${MANIFEST}`],
    ],
    [
      'sums of something else',
      (files) => (files[MANIFEST_SUM] = text(files[MANIFEST_SUM] + 'x')),
      [`manifest_changed ${MANIFEST}`],
    ],
    [
      'a line of the sums',
      (files) => (files[MANIFEST_SUM] = files[MANIFEST_SUM]!.subarray(0, -5)),
      [`changed ${MANIFEST_SUM}`],
    ],
    [
      'no manifest of ours',
      (files) => (files[MANIFEST] = text('{}')),
      [`manifest_changed ${MANIFEST}`, `not_a_pack ${MANIFEST}`],
    ],
  ])('tells what is wrong: %s', async (_, change, expected) => {
    expect(await found(packed(filesOf(change)))).toEqual(expected);
  });

  it.each<[string, (chain: EvidenceManifest['custody']) => void, number]>([
    ['was changed', (chain) => (chain[1]!.by = 'somebody'), 2],
    ['was taken out', (chain) => chain.splice(1, 1), 3],
  ])('tells where the chain is broken when a fact %s', async (_, change, event) => {
    const other = structuredClone(manifest);
    change(other.custody);
    expect(await found(packed(filesOf(undefined, other)))).toEqual([`chain_broken ${MANIFEST} custody ${event}`]);
  });

  it('whose sums were made anew is found by the hash of the register', async () => {
    const right = packed(filesOf());
    const { sha256 } = await verifyPack(right);
    const other = structuredClone(manifest);
    other.pack.title = '另一个';
    const forged = packed(filesOf(undefined, other));
    expect((await verifyEvidence([right, '--sha256', sha256.toUpperCase()])).right).toBe(true);
    const { right: isRight, text: said } = await verifyEvidence([forged, '--sha256', sha256]);
    expect([isRight, said.includes('与登记的 SHA-256 不符')]).toEqual([false, true]);
  });
});

describe('a file that was made to do harm', () => {
  it.each<[string, Files]>([
    ['out of its folder', { '../evil': text('x') }],
    ['to the root', { '/etc/evil': text('x') }],
    ['to a drive', { 'C:\\evil': text('x') }],
  ])('is refused where a name leads %s', async (_, more) => {
    const wrong = await found(packed({ ...filesOf(), ...more }));
    expect(wrong[0]).toMatch(/^bad_entry/);
  });

  it('cannot name such a path in its manifest either', async () => {
    for (const path of ['../x', 'a/../x', '/x', 'a\\x', '']) {
      const other = structuredClone(manifest);
      other.files[0]!.path = path;
      expect(await found(packed(filesOf(undefined, other)))).toContain(`not_a_pack ${MANIFEST}`);
    }
  });

  it('is not unpacked further than its own words go', async () => {
    const bomb = new Uint8Array(5 * 2 ** 20);
    const large = zipSync({ ...filesOf(), [first]: bomb }, { level: 1 });
    expect(await found(write(large))).toEqual([`changed ${first}`]);
    // One that lies about its size is cut off where the lie ends.
    expect(await found(write(claiming(large, bomb.length, 50_000)))).toEqual([`changed ${first}`]);
    // A manifest is held in memory, so one that is too large is not even begun.
    const { length } = filesOf()[MANIFEST]!;
    const huge = claiming(zipSync(filesOf(), { level: 1 }), length, 64 * 2 ** 20 + 1);
    expect(await found(write(huge))).toEqual([`not_a_pack ${MANIFEST}`]);
  });

  /** The archive with another size for the entry that has this one, in the directory by which it is read. */
  function claiming(zip: Uint8Array, size: number, other: number): Uint8Array {
    const view = new DataView(zip.buffer, zip.byteOffset, zip.length);
    for (let at = 0; at < zip.length - 46; at++) {
      const isEntry = view.getUint32(at, true) === 0x02014b50 && view.getUint32(at + 24, true) === size;
      if (isEntry) view.setUint32(at + 24, other, true);
    }
    return zip;
  }

  it.each<[string, Uint8Array]>([
    ['no archive', randomBytes(5000)],
    ['nothing', new Uint8Array(0)],
    ['an archive that is cut off', zipSync(filesOf()).subarray(0, 60_000)],
    ['an empty archive', zipSync({})],
  ])('is told to be none: %s', async (_, bytes) => {
    expect((await found(write(bytes)))[0]).toMatch(/^(not_a_pack|missing)/);
  });

  it('holds a name twice: both are told of', async () => {
    const zip = Buffer.from(
      zipSync(
        filesOf((files) => (files['originals/0009_甲.JPG'] = text('x'))),
        { level: 0 },
      ),
    );
    const doubled = Buffer.from(zip.toString('latin1').replaceAll('originals/0009', 'originals/0001'), 'latin1');
    expect(await found(write(doubled))).toContain(`twice ${first}`);
  });

  it('writes nothing over the terminal', async () => {
    const other = structuredClone(manifest);
    other.pack.title = '好\u001b[2J\u202e';
    const { text: said } = await verifyEvidence([packed(filesOf(undefined, other))]);
    expect(['\u001b', '\u202e'].filter((character) => said.includes(character))).toEqual([]);
  });
});

it('names of files are made harmless', () => {
  expect(['DJI_1.JPG', '../../x', 'a/b\\c:d', '..', '\u202egpj.exe', 'x'.repeat(300)].map(safeName)).toEqual([
    'DJI_1.JPG',
    '__.._x',
    'a_b_c_d',
    '_',
    '_gpj.exe',
    'x'.repeat(100),
  ]);
});
