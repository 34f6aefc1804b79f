import { z } from 'zod';
import { Instant } from './common.js';
import { DeviceSample, DeviceView } from './devices.js';
import { type Fact } from './events.js';

/** Address of the Socket.IO namespace. The access token goes into `auth: { token }` of the handshake. */
export const LIVE_NAMESPACE = '/live';

/** REST picture at one moment: `GET /api/v1/live/snapshot`. Facts up to `eventId` are in it. */
export const LiveSnapshot = z
  .object({ eventId: z.number().int(), at: Instant, devices: z.array(DeviceView) })
  .meta({ id: 'LiveSnapshot' });
export type LiveSnapshot = z.infer<typeof LiveSnapshot>;

export const LiveSnapshotQuery = z.object({ division: z.string().optional() });

/** Start (or change) watching a division and everything below it. `after`: the newest fact id the client has. */
export const Watch = z.object({
  /** Default: the user's whole scope. */
  division: z.string().optional(),
  after: z.number().int().min(0).optional(),
});
export type Watch = z.infer<typeof Watch>;

/**
 * Answer to `watch`, given after all missed facts were emitted. `complete: false`: the gap was too large to replay;
 * take a new snapshot.
 */
export interface WatchResult {
  division: string;
  eventId: number;
  replayed: number;
  complete: boolean;
}
export interface LiveError {
  code: string;
  detail: string;
  detailEn: string;
}

/** One merged frame: the newest sample of each device that changed since the socket's last frame. */
export interface SampleFrame {
  /** Server time of the frame, milliseconds since 1970. */
  t: number;
  samples: DeviceSample[];
}

/** A device's samples can overtake the fact that registers it; a client keeps unknown serials until then. */
export interface ServerToClient {
  fact: (fact: Fact) => void;
  samples: (frame: SampleFrame) => void;
  /** Sent when the token is about to end the session or the scope changed: sign in again. */
  bye: (error: LiveError) => void;
}
export interface ClientToServer {
  watch: (request: Watch, answer: (result: WatchResult | { error: LiveError }) => void) => void;
}
export const SampleFrameSchema = z.object({ t: z.number(), samples: z.array(DeviceSample) });
