import { any, bool, flag, list, num, oneOf, range, struct, text, type ValueOf, words } from './shape.js';

/** How a stream is picked and what it can switch to (reference 5.1). */
const liveVideo = struct({
  video_index: text,
  video_type: text,
  switchable_video_types: list(text),
});

/** What a gateway and its aircraft can push as live video (reference 5.1); sent again whenever that changes. */
export const liveCapacity = struct({
  available_video_number: num,
  /** The most streams at one time. */
  coexist_video_number_max: num,
  device_list: list(
    struct({
      sn: text,
      available_video_number: num,
      coexist_video_number_max: num,
      camera_list: list(
        struct({
          /** `type-subtype-gimbalindex`. */
          camera_index: text,
          available_video_number: num,
          coexist_video_number_max: num,
          video_list: list(liveVideo),
        }),
      ),
    }),
  ),
});
export type LiveCapacity = ValueOf<typeof liveCapacity>;

/** Every running push of a gateway (reference 5.1); one that is missing from the list has ended. */
export const liveStatus = list(
  struct({
    /** `sn/camera/video`; the last part may differ from what was asked for (quirk 22). */
    video_id: text,
    video_type: text,
    /** 0 adaptive, 1 fluent, 2 SD, 3 HD, 4 UHD; 8 on one page. */
    video_quality: oneOf(0, 1, 2, 3, 4, 8),
    /** 0 not pushing, 1 pushing. */
    status: flag,
    /** Six-digit result code, 0 when well. */
    error_status: num,
  }),
);
export type LiveStatus = ValueOf<typeof liveStatus>;

/** The link between gateway and aircraft (reference 3.2, 3.5). */
export const wirelessLink = struct({
  dongle_number: num,
  '4g_link_state': flag,
  sdr_link_state: flag,
  /** 0 SDR only, 1 with 4G. */
  link_workmode: flag,
  /** Qualities 0 to 5. */
  sdr_quality: num,
  '4g_quality': num,
  '4g_uav_quality': num,
  '4g_gnd_quality': num,
  /** GHz. */
  sdr_freq_band: num,
  '4g_freq_band': num,
});

/** Who is paired with whom over SDR (reference 3.2). */
export const wirelessLinkTopo = struct({
  secret_code: list(num),
  center_node: struct({ sdr_id: num, sn: text }),
  leaf_nodes: list(struct({ sdr_id: num, sn: text, control_source_index: oneOf(1, 2) })),
});

/** 4G dongles and their SIM cards (reference 3.2). */
export const dongleInfos = list(
  struct({
    imei: text,
    /** 6 old dongle, 10 with eSIM. */
    dongle_type: oneOf(6, 10),
    eid: text,
    /** 0 unknown, 1 not activated, 2 activated. */
    esim_activate_state: range(0, 2),
    sim_card_state: flag,
    /** 0 unknown, 1 SIM card, 2 eSIM. */
    sim_slot: range(0, 2),
    esim_infos: list(struct({ telecom_operator: range(0, 3), enabled: bool, iccid: text })),
    sim_info: struct({ telecom_operator: range(0, 3), sim_type: range(0, 2), iccid: text }),
  }),
);

/** Source of RTK corrections of a dock (reference 3.2). */
export const rtcmInfo = struct({
  mount_point: text,
  port: text,
  host: text,
  rtcm_device_type: oneOf(1),
  /** 0 none, 1 self-converged, 2 manual, 3 network RTK. */
  source_type: range(0, 3),
});

/** Where an aircraft lands when it cannot land in its dock; degrees and metres. */
export const alternateLandPoint = struct({
  longitude: num,
  latitude: num,
  height: num,
  safe_land_height: num,
  is_configured: flag,
});

/** State of satellite positioning (reference 3.2, 3.3). */
export const positionState = struct({
  is_calibration: flag,
  /** 0 not started, 1 converging, 2 fixed, 3 failed. */
  is_fixed: range(0, 3),
  /** 1 to 5, or 10 for RTK fixed; 0 on the ground. */
  quality: range(0, 5, 10),
  gps_number: num,
  rtk_number: num,
});

/** Storage in kB. */
export const storage = struct({ total: num, used: num });

/** Upkeep done and due; a dock counts work sorties, an aircraft flights. Times in Unix seconds. */
export const maintainStatus = struct({
  maintain_status_array: list(
    struct({
      state: flag,
      /** Aircraft 1 basic, 2 routine, 3 deep; dock 17 routine, 18 deep; 0 none. */
      last_maintain_type: oneOf(0, 1, 2, 3, 17, 18),
      last_maintain_time: num,
      last_maintain_work_sorties: num,
      /** Hours. */
      last_maintain_flight_time: num,
      last_maintain_flight_sorties: num,
    }),
  ),
});

/** What a remote controller alone reports (reference 3.5), and what every gateway does. */
export const gatewayMembers = {
  live_capacity: liveCapacity,
  live_status: liveStatus,
  firmware_version: text,
  firmware_upgrade_status: flag,
  compatible_status: flag,
  wireless_link: wirelessLink,
  wireless_link_topo: wirelessLinkTopo,
  dongle_infos: dongleInfos,
  wpmz_version: text,
  /** 0 off, 1 connecting, 2 connected. */
  drc_state: range(0, 2),
  country: text,
};

/** What a remote controller alone reports (reference 3.5). */
export const remoteControllerMembers = {
  /** Battery of the remote controller, percent. */
  capacity_percent: num,
  /** What the pilot granted the cloud, such as "flight". */
  cloud_control_auth: list(words('flight', 'payload')),
  is_cloud_control_auth: bool,
  app_version: text,
  transmission_signal_quality: any,
};
