import { type MediaKind, type MediaProblem, type MediaState } from '#contracts';

/** What a device says of a file that it uploaded, as far as it says it. */
export interface ToldFile {
  source: 'dock' | 'pilot';
  /** Where it lies in the store of media. */
  objectKey: string;
  name: string;
  /** The mission's id; one that is no task of ours, or of another dock, is passed over. */
  flightId: string | null;
  divisionPath: string;
  gatewaySn: string | null;
  deviceSn: string | null;
  payload: string | null;
  /** False for what was made of another file. */
  original: boolean;
  fingerprint: string | null;
  tinyFingerprint: string | null;
  /** The words of the device, and the instant they mean (ms since 1970). */
  deviceTime: string | null;
  takenAt: number | null;
  longitude: number | null;
  latitude: number | null;
  absoluteHeight: number | null;
  relativeHeight: number | null;
  gimbalYaw: number | null;
  /** How many files of the flight the device says there are. */
  expectedFiles: number | null;
  /** As it came. */
  told: object;
}

/** A file as it is stored, beside names that belong to it. Times in ms since 1970. */
export interface StoredMediaFile {
  id: string;
  objectKey: string;
  name: string;
  kind: MediaKind;
  source: 'dock' | 'pilot';
  state: MediaState;
  problem: MediaProblem | null;
  contentType: string | null;
  size: number | null;
  sha256: string | null;
  task: { id: string; name: string } | null;
  route: { id: string; code: string; name: string } | null;
  waypoint: number | null;
  featurePoint: { id: string; code: string; name: string } | null;
  divisionPath: string;
  divisionName: string;
  gatewaySn: string | null;
  deviceSn: string | null;
  payload: string | null;
  takenAt: number;
  deviceTime: string | null;
  receivedAt: number;
  longitude: number | null;
  latitude: number | null;
  absoluteHeight: number | null;
  relativeHeight: number | null;
  gimbalYaw: number | null;
  gimbalPitch: number | null;
  gimbalRoll: number | null;
  width: number | null;
  height: number | null;
  original: boolean;
  duplicateOf: string | null;
  thumbnailKey: string | null;
  previewKey: string | null;
  expectedFiles: number | null;
  attempts: number;
}

/** What reading a file brings; members that are left out stay as the device told them. */
export interface ReadFile {
  state: 'ingested' | 'damaged';
  problem: MediaProblem | null;
  contentType: string;
  size: number;
  sha256: string;
  takenAt?: number;
  deviceTime?: string;
  longitude?: number;
  latitude?: number;
  absoluteHeight?: number;
  relativeHeight?: number;
  gimbalYaw?: number;
  gimbalPitch?: number;
  gimbalRoll?: number;
  width?: number;
  height?: number;
  deviceSn?: string;
  thumbnailKey?: string;
  previewKey?: string;
  divisionPath?: string;
}

const PHOTO = /\.(jpe?g|png|webp|tiff?|dng|heic)$/i;
const VIDEO = /\.(mp4|mov|m4v|avi|ts)$/i;

/** By the ending of a file's name; docks send positions and logs as well. */
export function kindOf(name: string): MediaKind {
  if (PHOTO.test(name)) return 'photo';
  return VIDEO.test(name) ? 'video' : 'other';
}
