import { any, flag, num, oneOf, range, struct, text, words } from './shape.js';

/** Words for how far a job is (reference 1.1). */
export const jobStatus = words(
  'sent',
  'in_progress',
  'ok',
  'paused',
  'rejected',
  'failed',
  'canceled',
  'timeout',
  'partially_done',
);

/** Progress of a job: percent, and the step as a word or as a number. */
export const progress = struct({ percent: num, step_key: text, current_step: any });

/** A job that runs on a dock or aircraft: the answer to its command and the events under the same name (reference 7.1). */
export const job = struct({
  /** 0, or a result code. */
  result: num,
  output: struct({ status: jobStatus, progress, ext: any }),
});

/** A command or request without arguments: null, {}, "" and `{flight_ids: [""]}` all occur (quirk 12). */
export const nothing = struct({ flight_ids: any });

/** A point of a planned path: degrees, metres above the ellipsoid. */
export const pathPoint = struct({ latitude: num, longitude: num, height: num });

/** The place where a mission stopped and may go on (reference 4.4). */
export const breakPoint = struct({
  index: num,
  /** 0 on a segment, 1 on a waypoint. */
  state: flag,
  /** 0 to 1 along the segment. */
  progress: num,
  wayline_id: num,
  /** Why it stopped (reference 4.4), kept as a number. */
  break_reason: num,
  latitude: num,
  longitude: num,
  height: num,
  attitude_head: num,
});

/** A flight on paper: the cover opens, nothing takes off. */
export const simulateMission = struct({ is_enable: flag, latitude: num, longitude: num, altitude: num });

/** 0 optimal, 1 preset. */
export const rthMode = flag;
/** 0 hover, 1 land, 2 return. Another order than outOfControlAction! */
export const rcLostAction = range(0, 2);
/** 0 return, 1 hover, 2 land. */
export const outOfControlAction = range(0, 2);

/** A file to fetch, with the MD5 of its bytes in lower-case hexadecimal. */
export const fileWithFingerprint = struct({ url: text, fingerprint: text, sign: text });

/** Keys for object storage (reference 6.1); `expire` in seconds. */
export const credentials = struct({
  access_key_id: text,
  access_key_secret: text,
  security_token: text,
  expire: num,
});

/** Kinds of object storage. */
export const provider = words('ali', 'aws', 'minio');
/** A module of the logs: "0" aircraft, "3" dock. */
export const logModule = oneOf(0, 3);
