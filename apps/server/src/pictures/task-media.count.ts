import { MISSING_MEDIA, type MissingMedia, type MissingMediaCode } from '#contracts';
import { type PromisedPicture } from '#routes';

/** What is known of the files of a task at some moment. Times in ms since 1970. */
export interface CountInput {
  /** What the route takes on the part that was to be flown, and which of it lies behind where the flight was broken off. */
  promised: readonly { picture: PromisedPicture; brokenOff: boolean }[];
  /** The originals that the device told of. */
  files: readonly { promised: PromisedPicture | null; isHere: boolean; damaged: boolean; receivedAt: number }[];
  /** How many the device counted; null: it has not said. */
  counted: number | null;
  /** When the flight ended; null while it flies. */
  endedAt: number | null;
  dockOnline: boolean;
  /** The dock says that it has nothing more to send. */
  nothingLeft: boolean;
  now: number;
  /** How long files are waited for after the last sign of a dock that is there. */
  patienceMs: number;
}

export interface MediaCount {
  expected: number;
  received: number;
  surplus: number;
  damaged: number;
  missing: MissingMedia[];
  deadline: number | null;
  settled: boolean;
}

/** A dock that is away is waited for this long in all. */
const LONGEST_MS = 24 * 3_600_000;
/** A dock that has nothing more to send is given this time at most to tell of the last file. */
const AFTERMATH_MS = 10 * 60_000;

/**
 * Expected against received: what the route takes or the dock counted, whichever is more, and for each file that is not
 * there why. Pure: no clock, no database. Nothing is missing while the flight is under way.
 */
export function countMedia(input: CountInput): MediaCount {
  const { promised, files, counted, endedAt, now } = input;
  const here = files.filter(({ isHere }) => isHere);
  const awaited = files.length - here.length;
  const expected = Math.max(counted ?? 0, promised.length);
  const damaged = here.filter((file) => file.damaged).length;
  if (endedAt === null) {
    const surplus = Math.max(0, files.length - expected);
    return { expected, received: here.length, surplus, damaged, missing: [], deadline: null, settled: false };
  }
  const deadline = deadlineOf(input, endedAt);
  const late = now >= deadline;
  const missing = [...toldButAway(input, late), ...notToldOf(input, late)].toSorted(
    (one, other) => (one.waypoint ?? Infinity) - (other.waypoint ?? Infinity),
  );
  // A dock that has not said how many there are may send more.
  const settled = missing.every(({ final }) => final) && (counted !== null || late);
  const surplus = Math.max(0, files.length + missing.length - awaited - expected);
  return {
    expected,
    received: here.length,
    surplus,
    damaged,
    missing,
    deadline: settled ? null : deadline,
    settled,
  };
}

/** Files that the device told of and that never reached the store. */
function toldButAway({ files }: CountInput, late: boolean): MissingMedia[] {
  return files
    .filter(({ isHere }) => !isHere)
    .map(({ promised }) => missing(promised, late ? 'upload_failed' : 'uploading', late));
}

/** Pictures that no file is told of, and files that only a number is told of. */
function notToldOf({ promised, files, counted, dockOnline }: CountInput, late: boolean): MissingMedia[] {
  const found = new Set(files.map((file) => file.promised));
  const open = promised.filter(({ picture }) => !found.has(picture));
  const behind = open.filter(({ brokenOff }) => brokenOff);
  const flown = open.filter(({ brokenOff }) => !brokenOff);
  const mayCome = counted === null ? flown.length : Math.max(0, counted - files.length);
  const code: MissingMediaCode = late
    ? dockOnline
      ? 'never_came'
      : 'dock_lost'
    : dockOnline
      ? 'uploading'
      : 'dock_offline';
  return [
    ...flown.map(({ picture }, nr) =>
      nr < mayCome ? missing(picture, code, late) : missing(picture, 'counted_fewer', true),
    ),
    ...behind.map(({ picture }) => missing(picture, 'broken_off', true)),
    ...Array.from({ length: Math.max(0, mayCome - flown.length) }, () => missing(null, code, late)),
  ];
}

function deadlineOf({ files, dockOnline, nothingLeft, patienceMs }: CountInput, endedAt: number): number {
  const most = Math.max(patienceMs, LONGEST_MS);
  if (!dockOnline) return endedAt + most;
  const last = files.reduce((latest, { receivedAt }) => Math.max(latest, receivedAt), endedAt);
  return Math.min(endedAt + most, last + (nothingLeft ? Math.min(patienceMs, AFTERMATH_MS) : patienceMs));
}

function missing(picture: PromisedPicture | null, code: MissingMediaCode, final: boolean): MissingMedia {
  const { waypoint = null, kind = null, suffix = null } = picture ?? {};
  return { waypoint, kind, suffix, code, ...MISSING_MEDIA[code], final };
}
