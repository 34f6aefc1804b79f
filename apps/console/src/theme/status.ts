import type { DeviceView } from '#contracts';

/** What the screen says about a device: its presence, with an aircraft at rest in its dock told apart from a loss. */
export type DisplayStatus = 'online' | 'stale' | 'offline' | 'resting' | 'unknown';

export interface StatusToken {
  /** Text and outline colour; at least 4.5 : 1 on white. */
  color: string;
  /** Background of a tag or a table cell in this status. */
  tint: string;
  /** How a symbol is filled, so that status is readable without colour. */
  fill: 'solid' | 'half' | 'hollow' | 'slashed' | 'dotted';
}

/** The only place that gives statuses their look: map symbols, tags, legend and counters read it. */
export const STATUS: Readonly<Record<DisplayStatus, StatusToken>> = {
  online: { color: '#006f5f', tint: '#e0f1ed', fill: 'solid' },
  stale: { color: '#955300', tint: '#fbeeda', fill: 'half' },
  offline: { color: '#b3202c', tint: '#fbe6e7', fill: 'slashed' },
  resting: { color: '#53646f', tint: '#e9edef', fill: 'hollow' },
  unknown: { color: '#586670', tint: '#f0f2f3', fill: 'dotted' },
};

export const STATUS_ORDER: readonly DisplayStatus[] = ['online', 'stale', 'offline', 'resting', 'unknown'];

/** The status to show for a device. */
export function displayStatus(device: Pick<DeviceView, 'presence' | 'presenceReason'>): DisplayStatus {
  if (device.presence === 'offline' && device.presenceReason === 'resting') return 'resting';
  return device.presence;
}

/** Look of health levels: 2 warning, 1 reminder, 0 notice. Other numbers are shown as a notice. */
export const HEALTH_COLORS = { warning: '#b3202c', reminder: '#955300', notice: '#53646f' } as const;
