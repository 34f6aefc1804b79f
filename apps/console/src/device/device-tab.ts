export type DeviceTab = 'overview' | 'properties' | 'health' | 'track';

/** The tab an address asks for; the overview for anything else. */
export function tabOf(name: string | null): DeviceTab {
  return name === 'properties' || name === 'health' || name === 'track' ? name : 'overview';
}
