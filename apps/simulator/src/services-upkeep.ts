import { type Dock } from './dock.js';
import { BAD_PARAMETER, DONE, NOT_SUPPORTED, textOf, type Answer, type Call, type Services } from './answers.js';
import { runJob } from './job.js';

const DAY = 86_400_000;

/** Logs, firmware, flight areas, licences, and what is attached to the aircraft. */
export const upkeepServices: Services<Dock> = {
  fileupload_list: listLogs,
  fileupload_start: () => ({ result: 324012 }),
  fileupload_update: () => DONE,
  ota_create: upgrade,
  flight_areas_update: (dock) => ({ ...DONE, after: () => syncFlightAreas(dock) }),
  unlock_license_list: (_dock, { data }) => ({
    result: 0,
    beside: { consistence: true, device_model_domain: Number(data['device_model_domain'] ?? 0), licenses: [] },
  }),
  unlock_license_switch: () => NOT_SUPPORTED,
  unlock_license_update: () => DONE,
  upload_flighttask_media_prioritize: (_dock, { data }) => (textOf(data['flight_id']) ? DONE : BAD_PARAMETER),
  custom_data_transmission_to_psdk: (dock) => (dock.aircraftReported ? DONE : { result: 514120 }),
  custom_data_transmission_to_esdk: () => DONE,
};

/** The boots that have a log, newest first, as the dock lists them for itself and for its aircraft. */
function listLogs(dock: Dock, { data }: Call): Answer {
  const modules = Array.isArray(data['module_list']) ? data['module_list'].map(String) : [];
  if (modules.length === 0) return BAD_PARAMETER;
  const files = modules.map((module) => ({
    device_sn: module === '3' ? dock.sn : dock.aircraft.sn,
    module,
    result: module === '3' || dock.aircraftReported ? 0 : 324013,
    list: [1, 2, 3].map((boot) => ({
      boot_index: dock.jobs - boot,
      start_time: dock.deviceTime - boot * DAY,
      end_time: dock.deviceTime - (boot - 1) * DAY,
      size: 7_000_000 + ((dock.jobs * boot) % 911) * 1000,
    })),
  }));
  return { result: 0, beside: { files } };
}

/** Goes through its steps; nothing changes, because there is no firmware. */
function upgrade(dock: Dock, { data, method, bid }: Call): Answer {
  const devices = Array.isArray(data['devices']) ? data['devices'] : [];
  if (devices.length === 0) return BAD_PARAMETER;
  if (dock.sortie) return { result: 312015 };
  const steps = [
    { key: 'download_firmware', percent: 10, seconds: 8, act: () => (dock.ownMode = 3) },
    { key: 'upgrade_firmware', percent: 60, seconds: 20 },
  ];
  const done = () => {
    dock.ownMode = 0;
    return 0;
  };
  return { result: 0, output: { status: 'in_progress' }, after: () => runJob(dock, { method, bid, steps, done }) };
}

/** Asks for the custom flight areas and reports how far it is with the first of them. */
function syncFlightAreas(dock: Dock): void {
  const report = (status: string, name: string, checksum: string) =>
    dock.event('flight_areas_sync_progress', { file: { name, checksum }, reason: 0, status }, { needReply: true });
  dock.request('flight_areas_get', null, (data) => {
    const files = (data as { output?: { files?: { name?: unknown; checksum?: unknown }[] } } | null)?.output?.files;
    const [file] = Array.isArray(files) ? files : [];
    const [name, checksum] = [String(file?.name ?? ''), String(file?.checksum ?? '')];
    report('synchronizing', name, checksum);
    dock.world.wheel.after(4000, () => report('synchronized', name, checksum));
  });
}
