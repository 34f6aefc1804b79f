import { bool, flag, num, range, struct, text, words } from './shape.js';

/** Commands for live video (reference 5.2). The JSBridge of the pilot counts url_type differently. */
export const liveServices = {
  live_start_push: struct({
    /** 0 Agora, 1 RTMP, 2 RTSP, 3 GB28181, 4 WHIP. */
    url_type: range(0, 4),
    url: text,
    /** `sn/camera/video`. */
    video_id: text,
    /** 0 adaptive, 1 fluent, 2 SD, 3 HD, 4 UHD. */
    video_quality: range(0, 4, 8),
  }),
  live_stop_push: struct({ video_id: text }),
  live_set_quality: struct({ video_id: text, video_quality: range(0, 4, 8) }),
  live_lens_change: struct({ video_id: text, video_type: words('ir', 'normal', 'wide', 'zoom', 'thermal') }),
  /** 0 inside, 1 outside. */
  live_camera_change: struct({ video_id: text, camera_position: flag }),
};

/** Commands for media (reference 6.1). */
export const mediaServices = { upload_flighttask_media_prioritize: struct({ flight_id: text }) };

/** One uploaded file (reference 6.1). */
const fileUploadCallback = struct({
  file: struct({
    object_key: text,
    /** Business folder. */
    path: text,
    name: text,
    ext: struct({
      flight_id: text,
      drone_model_key: text,
      payload_model_key: text,
      is_original: bool,
    }),
    metadata: struct({
      shoot_position: struct({ lat: num, lng: num }),
      /** Metres. */
      absolute_altitude: num,
      relative_altitude: num,
      /** Degrees; a text in real and documented messages. */
      gimbal_yaw_degree: num,
      /** Local time of the device without a zone, or ISO 8601. */
      create_time: text,
      created_time: text,
    }),
    cloud_to_cloud_id: text,
  }),
  flight_task: struct({
    uploaded_file_count: num,
    expected_file_count: num,
    /** 0 wayline, 1 take-off to a point. */
    flight_type: flag,
  }),
  result: num,
});

/** Events about media (reference 6.1). */
export const mediaEvents = {
  file_upload_callback: fileUploadCallback,
  highest_priority_upload_flighttask_media: struct({ flight_id: text }),
};
