import { credentials, fileWithFingerprint, job, jobStatus, logModule, nothing, provider } from './bodies.common.js';
import { any, bool, flag, list, num, oneOf, range, struct, text, words } from './shape.js';

const action = struct({ action: range(0, 3) });
const sim = { imei: text, device_type: words('dock', 'drone') };
const bootLog = struct({ boot_index: num, start_time: num, end_time: num, end_ime: num, size: num });

/** Commands and jobs of remote debugging, each without arguments (reference 7.1). */
const PLAIN_COMMANDS = [
  'debug_mode_open',
  'debug_mode_close',
  'supplement_light_open',
  'supplement_light_close',
  'device_reboot',
  'drone_open',
  'drone_close',
  'drone_format',
  'device_format',
  'cover_open',
  'cover_close',
  'cover_force_close',
  'charge_open',
  'charge_close',
  'putter_open',
  'putter_close',
] as const;
type PlainCommand = (typeof PLAIN_COMMANDS)[number];

const plainServices = Object.fromEntries(PLAIN_COMMANDS.map((name) => [name, nothing])) as {
  [K in PlainCommand]: typeof nothing;
};
/** Jobs report over events of the same name. */
const plainEvents = Object.fromEntries(PLAIN_COMMANDS.map((name) => [name, job])) as {
  [K in PlainCommand]: typeof job;
};

/** Commands of upkeep: debugging, firmware, logs, licences (reference 7.1, 8.2, 8.3). */
export const upkeepServices = {
  ...plainServices,
  battery_maintenance_switch: action,
  air_conditioner_mode_switch: action,
  alarm_state_switch: action,
  battery_store_mode_switch: action,
  sdr_workmode_switch: struct({ link_workmode: flag }),
  sim_slot_switch: struct({ ...sim, sim_slot: oneOf(1, 2) }),
  esim_activate: struct(sim),
  esim_operator_switch: struct({ ...sim, telecom_operator: num, esim_operator: oneOf(1, 2, 3) }),
  rtk_calibration: struct({
    devices: list(
      struct({
        sn: text,
        type: num,
        /** "3" dock, "6" relay. */
        module: text,
        data: struct({ longitude: num, latitude: num, height: num }),
      }),
    ),
  }),
  flight_areas_update: nothing,
  ota_create: struct({
    devices: list(
      struct({
        sn: text,
        product_version: text,
        file_url: text,
        md5: text,
        file_size: num,
        file_name: text,
        /** 2 consistency, 3 normal, 4 PSDK. */
        firmware_upgrade_type: oneOf(2, 3, 4),
      }),
    ),
  }),
  fileupload_list: struct({ module_list: list(text) }),
  fileupload_start: struct({
    bucket: text,
    region: text,
    endpoint: text,
    provider,
    credentials,
    object_key_prefix: text,
    params: struct({ files: list(struct({ object_key: text, module: text, list: list(bootLog) })) }),
  }),
  fileupload_update: struct({ status: words('cancel'), module_list: list(text) }),
  unlock_license_list: struct({ device_model_domain: oneOf(0, 3) }),
  unlock_license_switch: struct({ license_id: num, enable: bool }),
  unlock_license_update: struct({ file: fileWithFingerprint }),
};

const logProgress = struct({
  progress: num,
  /** The table's own spelling. */
  prgress: num,
  finish_time: num,
  upload_rate: num,
  current_step: num,
  total_step: num,
  result: num,
  status: text,
});
const logFiles = list(
  struct({ module: logModule, size: num, device_sn: text, key: text, fingerprint: text, progress: logProgress }),
);

/** Events of upkeep. */
export const upkeepEvents = {
  ...plainEvents,
  esim_activate: job,
  esim_operator_switch: job,
  rtk_calibration: struct({
    result: num,
    output: struct({
      status: jobStatus,
      progress: struct({ percent: num, current_step: num }),
      ext: struct({
        version: num,
        devices: list(struct({ sn: text, type: num, module: text, result: num, status: text })),
      }),
    }),
  }),
  ota_progress: struct({
    result: num,
    output: struct({
      status: jobStatus,
      progress: struct({
        percent: num,
        current_step: words('download_firmware', 'upgrade_firmware'),
        step_key: text,
      }),
      ext: any,
    }),
  }),
  fileupload_progress: struct({
    result: num,
    output: struct({ status: text, ext: struct({ files: logFiles }) }),
    ext: struct({ files: logFiles }),
    status: text,
  }),
};

/** Answers that put their members beside `result` (reference 1.1, 8.3). */
export const upkeepReplies = {
  fileupload_list: struct({
    result: num,
    files: list(struct({ device_sn: text, module: text, result: num, list: list(bootLog) })),
  }),
  unlock_license_list: struct({
    result: num,
    device_model_domain: oneOf(0, 3),
    consistence: bool,
    licenses: list(any),
  }),
  unlock_license_switch: struct({ result: num, license_id: num, consistence: bool }),
};
