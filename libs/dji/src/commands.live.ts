import { type CommandIds, serviceMessage } from './commands.js';
import type { Outgoing } from './replies.js';

/** Ways to push live video over MQTT commands (reference 5.2). The JSBridge of the pilot counts differently. */
export const LIVE_URL_TYPE = { agora: 0, rtmp: 1, rtsp: 2, gb28181: 3, whip: 4 } as const;
/** 0 adaptive, 1 fluent 960×540, 2 SD 1280×720, 3 HD 1280×720, 4 UHD 1920×1080. */
export type LiveQuality = 0 | 1 | 2 | 3 | 4;

/** A camera's stream: serial number, `type-subtype-gimbalindex`, and the video such as `normal-0`. */
export interface LiveSource {
  sn: string;
  cameraIndex: string;
  videoIndex: string;
}

/** `sn/camera/video`. */
export function videoId(source: LiveSource): string {
  return `${source.sn}/${source.cameraIndex}/${source.videoIndex}`;
}

/**
 * Reads a video id; undefined when it is none. The video of a `live_status` may differ from what was started: compare
 * serial number and camera only (quirk 22).
 */
export function liveSourceOf(id: string): LiveSource | undefined {
  const [sn, cameraIndex, videoIndex, ...rest] = id.split('/');
  if (!sn || !cameraIndex || !videoIndex || rest.length > 0) return undefined;
  return { sn, cameraIndex, videoIndex };
}

/** `live_start_push`. "Already live" (513003) is success for a caller who only wants it to run. */
export function liveStartPush(
  gatewaySn: string,
  source: LiveSource,
  target: { type: keyof typeof LIVE_URL_TYPE; url: string; quality: LiveQuality },
  ids: CommandIds,
  now: number,
): Outgoing {
  const data = {
    url_type: LIVE_URL_TYPE[target.type],
    url: target.url,
    video_id: videoId(source),
    video_quality: target.quality,
  };
  return serviceMessage(gatewaySn, 'live_start_push', data, ids, now);
}

/** `live_stop_push`. */
export function liveStopPush(gatewaySn: string, source: LiveSource, ids: CommandIds, now: number): Outgoing {
  return serviceMessage(gatewaySn, 'live_stop_push', { video_id: videoId(source) }, ids, now);
}

/** `live_set_quality`. */
export function liveSetQuality(
  gatewaySn: string,
  source: LiveSource,
  quality: LiveQuality,
  ids: CommandIds,
  now: number,
): Outgoing {
  return serviceMessage(gatewaySn, 'live_set_quality', { video_id: videoId(source), video_quality: quality }, ids, now);
}

/** `live_lens_change`. Dock 3 documents the lens alone, the others both: both are sent. */
export function liveLensChange(
  gatewaySn: string,
  source: LiveSource,
  lens: 'ir' | 'normal' | 'wide' | 'zoom' | 'thermal',
  ids: CommandIds,
  now: number,
): Outgoing {
  return serviceMessage(gatewaySn, 'live_lens_change', { video_id: videoId(source), video_type: lens }, ids, now);
}
