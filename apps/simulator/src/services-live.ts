import { type Gateway } from './gateway.js';
import { BAD_PARAMETER, DONE, numberOf, textOf, type Services } from './answers.js';

/** Live video by command. The answers and states are those of the protocol; no picture is sent. */
export const liveServices: Services<Gateway> = {
  live_start_push: (gateway, { data }) => {
    const [videoId, url] = [textOf(data['video_id']), textOf(data['url'])];
    if (!videoId || !url) return { result: 513014 };
    return {
      result: gateway.live.start(videoId, numberOf(data['url_type']) ?? -1, numberOf(data['video_quality']) ?? 0),
    };
  },
  live_stop_push: (gateway, { data }) => ({ result: gateway.live.stop(textOf(data['video_id']) ?? '') }),
  live_set_quality: (gateway, { data }) => ({
    result: gateway.live.setQuality(textOf(data['video_id']) ?? '', numberOf(data['video_quality']) ?? -1),
  }),
  live_lens_change: (gateway, { data }) => {
    const type = textOf(data['video_type']);
    return type ? { result: gateway.live.changeLens(textOf(data['video_id']), type) } : BAD_PARAMETER;
  },
  live_camera_change: (gateway, { data }) => {
    const position = numberOf(data['camera_position']);
    if (position !== 0 && position !== 1) return { result: 513014 };
    return gateway.live.isLive(textOf(data['video_id']) ?? '') ? DONE : { result: 513011 };
  },
};
