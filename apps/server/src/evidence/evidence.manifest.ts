import { createHash } from 'node:crypto';
import { type EvidenceFile, type EvidenceLink, type EvidenceManifest } from '#contracts';
import { type StoredMediaFile } from '../pictures/media-file.js';

export const MANIFEST = 'manifest.json';
export const MANIFEST_SUM = 'manifest.sha256';
export const REPORT = 'report.pdf';
/** What the first fact of a chain has before it. */
export const NOTHING_BEFORE = '0'.repeat(64);

/** A file whose bytes are here. */
export type HeldFile = StoredMediaFile & { sha256: string; size: number };

/** The manifest as it stands in the pack: the same contents give the same bytes. */
export function manifestBytes(manifest: EvidenceManifest): Buffer {
  return Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`);
}

/** Hashes of the manifest and of all it names, as the program `sha256sum -c` wants them. */
export function sumsOf(manifest: Pick<EvidenceManifest, 'files' | 'documents'>, manifestSha256: string): Buffer {
  const lines = [...manifest.documents, ...manifest.files].map(({ path, sha256 }) => `${sha256}  ${path}\n`);
  return Buffer.from(`${manifestSha256}  ${MANIFEST}\n${lines.join('')}`);
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A fact before it is linked to the one before. */
export type LooseFact = Omit<EvidenceLink, 'previous' | 'hash'>;

/** Links facts in their order: whoever takes one out, or changes one, changes every hash behind it. */
export function chainOf(facts: readonly LooseFact[]): EvidenceLink[] {
  let previous = NOTHING_BEFORE;
  return facts.map((fact) => {
    const link = { ...fact, previous, hash: linkHash(fact, previous) };
    previous = link.hash;
    return link;
  });
}

/** The hash of a fact behind another one. */
export function linkHash({ event, at, name, by, about, what }: LooseFact, previous: string): string {
  return sha256Of(Buffer.from(JSON.stringify([previous, event, at, name, by, about, what])));
}

/** What the manifest says of a file. `nr` counts from 1; names of devices are not unique, so it stands in the path. */
export function evidenceFile(file: HeldFile, nr: number): EvidenceFile {
  const { gimbalYaw: yaw, gimbalPitch: pitch, gimbalRoll: roll, featurePoint: point } = file;
  return {
    path: `originals/${String(nr).padStart(4, '0')}_${safeName(file.name)}`,
    size: file.size,
    sha256: file.sha256,
    mediaId: file.id,
    name: file.name,
    kind: file.kind,
    taskId: file.task?.id ?? null,
    takenAt: new Date(file.takenAt).toISOString(),
    deviceTime: file.deviceTime,
    receivedAt: new Date(file.receivedAt).toISOString(),
    source: file.source,
    deviceSn: file.deviceSn,
    gatewaySn: file.gatewaySn,
    payload: file.payload,
    longitude: file.longitude,
    latitude: file.latitude,
    absoluteHeight: file.absoluteHeight,
    relativeHeight: file.relativeHeight,
    gimbal: { yaw, pitch, roll },
    waypoint: file.waypoint,
    featurePoint: point && { code: point.code, name: point.name },
    division: file.divisionName,
  };
}

/** A name that is one on every system: what some of them take for something else becomes `_`. */
export function safeName(name: string): string {
  const plain = name.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"/\\|?*]/gu, '_').replace(/^[. ]+|[. ]+$/g, '_');
  return [...plain].slice(0, 100).join('') || '_';
}
