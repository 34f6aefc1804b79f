import type { DeviceView } from '#contracts';
import { displayStatus, type DisplayStatus } from '../theme/status.js';

/** What a list of devices is narrowed to; an empty text asks for everything. */
export interface DeviceFilter {
  kind: string;
  /** As the screen names it: a resting aircraft is not offline here. */
  status: DisplayStatus | '';
  /** As the API names it: offline includes resting. */
  presence: string;
  role: string;
  /** Devices in this division and below. */
  division: string;
  search: string;
}

/** The filter in an address. */
export function filterOf(parameters: URLSearchParams): DeviceFilter {
  const read = (name: string) => parameters.get(name) ?? '';
  return {
    kind: read('kind'),
    status: read('status') as DisplayStatus | '',
    presence: read('presence'),
    role: read('role'),
    division: read('division'),
    search: read('search'),
  };
}

/** The devices that pass the filter, in their order. */
export function filterDevices(devices: readonly DeviceView[], filter: DeviceFilter): DeviceView[] {
  return devices.filter(passes(filter));
}

/** Whether a device passes the filter. */
export function passes(filter: DeviceFilter): (device: DeviceView) => boolean {
  const search = filter.search.trim().toLowerCase();
  return (device) =>
    (!filter.kind || device.kind === filter.kind) &&
    (!filter.status || displayStatus(device) === filter.status) &&
    (!filter.presence || device.presence === filter.presence) &&
    (!filter.role || device.role === filter.role) &&
    (!filter.division || device.divisionPath.split('/').includes(filter.division)) &&
    (!search || device.name.toLowerCase().includes(search) || device.sn.toLowerCase().includes(search));
}
