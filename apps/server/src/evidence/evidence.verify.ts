import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { EvidenceManifest } from '#contracts';
import { linkHash, MANIFEST, MANIFEST_SUM, NOTHING_BEFORE, sha256Of, sumsOf } from './evidence.manifest.js';
import { wrong, type WrongThing } from './evidence.verdict.js';

/** What came of looking at a pack; nothing is wrong where `wrong` is empty. */
export interface Verdict {
  /** Of the file as a whole, and of the manifest in it; to be held against the register. */
  sha256: string;
  manifestSha256: string | null;
  manifest: EvidenceManifest | null;
  /** Files whose bytes are those of the manifest. */
  right: number;
  wrong: WrongThing[];
}

const MOST_ENTRIES = 20_000;
const MANIFEST_BYTES = 64 * 2 ** 20;
const SUMS_BYTES = 8 * 2 ** 20;

/**
 * Checks a pack offline, without a database: every hash, the list, the chain of facts. Nothing is unpacked to the disk, a
 * file is read piece by piece and no further than the manifest says it goes, so that an archive made to do harm can do
 * none. Throws only when the file itself cannot be read.
 */
export async function verifyPack(path: string): Promise<Verdict> {
  const verdict: Verdict = {
    sha256: await hashOf(createReadStream(path)),
    manifestSha256: null,
    manifest: null,
    right: 0,
    wrong: [],
  };
  let zip: ZipFile;
  try {
    zip = await openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true });
  } catch (error) {
    verdict.wrong.push(wrong('not_a_pack', path, (error as Error).message));
    return verdict;
  }
  try {
    const entries = await entriesOf(zip, verdict.wrong);
    const manifest = await manifestOf(zip, entries, verdict);
    if (!manifest) return verdict;
    const listed = [...manifest.documents, ...manifest.files];
    for (const file of listed) {
      const fault = await faultOf(zip, entries.get(file.path), file);
      if (fault) verdict.wrong.push(fault);
      else verdict.right++;
    }
    const known = new Set([MANIFEST, MANIFEST_SUM, ...listed.map((file) => file.path)]);
    for (const name of entries.keys()) if (!known.has(name)) verdict.wrong.push(wrong('extra', name));
    verdict.wrong.push(...brokenLinks(manifest));
  } finally {
    zip.close();
  }
  return verdict;
}

/** The entries by name. What follows an entry that cannot be is not looked at. */
async function entriesOf(zip: ZipFile, found: WrongThing[]): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      if (entries.has(entry.fileName)) found.push(wrong('twice', entry.fileName));
      entries.set(entry.fileName, entry);
      if (entries.size > MOST_ENTRIES) throw new Error(`more than ${MOST_ENTRIES} entries`);
    }
  } catch (error) {
    found.push(wrong('bad_entry', '', (error as Error).message));
  }
  return entries;
}

async function manifestOf(
  zip: ZipFile,
  entries: ReadonlyMap<string, Entry>,
  verdict: Verdict,
): Promise<EvidenceManifest | null> {
  const bytes = await smallEntry(zip, entries.get(MANIFEST), MANIFEST_BYTES);
  if (!bytes) {
    verdict.wrong.push(wrong(entries.has(MANIFEST) ? 'not_a_pack' : 'missing', MANIFEST));
    return null;
  }
  verdict.manifestSha256 = sha256Of(bytes);
  const sums = await smallEntry(zip, entries.get(MANIFEST_SUM), SUMS_BYTES);
  if (!sums) verdict.wrong.push(wrong('missing', MANIFEST_SUM));
  else if (!sums.toString().startsWith(`${verdict.manifestSha256}  ${MANIFEST}\n`)) {
    verdict.wrong.push(wrong('manifest_changed', MANIFEST));
  }
  const manifest = parsed(bytes);
  if (!manifest) {
    verdict.wrong.push(wrong('not_a_pack', MANIFEST));
    return null;
  }
  verdict.manifest = manifest;
  if (
    sums &&
    !sums.equals(sumsOf(manifest, verdict.manifestSha256)) &&
    !verdict.wrong.some(({ code }) => code === 'manifest_changed')
  ) {
    verdict.wrong.push(wrong('changed', MANIFEST_SUM));
  }
  return manifest;
}

function parsed(bytes: Buffer): EvidenceManifest | null {
  try {
    const { success, data } = EvidenceManifest.safeParse(JSON.parse(bytes.toString('utf8')));
    if (!success) return null;
    const paths = [...data.documents, ...data.files].map(({ path }) => path);
    return new Set(paths).size === paths.length ? data : null;
  } catch {
    return null;
  }
}

/** What is wrong with a file of the manifest; null: nothing. */
async function faultOf(
  zip: ZipFile,
  entry: Entry | undefined,
  { path, size, sha256 }: { path: string; size: number; sha256: string },
): Promise<WrongThing | null> {
  if (!entry) return wrong('missing', path);
  // The archive's own word on the size; reading holds it to that.
  if (entry.uncompressedSize !== size) return wrong('changed', path, `${entry.uncompressedSize} ≠ ${size} bytes`);
  try {
    return (await hashOf(await zip.openReadStreamPromise(entry))) === sha256 ? null : wrong('changed', path);
  } catch (error) {
    return wrong('changed', path, (error as Error).message);
  }
}

/** All bytes of an entry that may be held in memory; null where there is none, it is larger, or cannot be read. */
async function smallEntry(zip: ZipFile, entry: Entry | undefined, most: number): Promise<Buffer | null> {
  if (!entry || entry.uncompressedSize > most) return null;
  try {
    const pieces: Buffer[] = [];
    for await (const piece of await zip.openReadStreamPromise(entry)) pieces.push(piece as Buffer);
    return Buffer.concat(pieces);
  } catch {
    return null;
  }
}

function brokenLinks({ custody }: EvidenceManifest): WrongThing[] {
  let previous = NOTHING_BEFORE;
  for (const link of custody) {
    if (link.previous !== previous || link.hash !== linkHash(link, previous)) {
      return [wrong('chain_broken', `${MANIFEST} custody ${link.event}`)];
    }
    previous = link.hash;
  }
  return [];
}

async function hashOf(stream: AsyncIterable<unknown>): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of stream) hash.update(piece as Buffer);
  return hash.digest('hex');
}
