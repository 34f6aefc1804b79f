/** What goes wrong with one sortie of the day: faults of the simulated dock, or something that a person does. */
export interface Trouble {
  /** In the table. */
  name: string;
  /** Faults from the beginning, as `kind:seconds:name=value`; `null` for until the sortie has ended. */
  faults?: readonly Fault[];
  /** Faults that strike once it has taken off. */
  aloft?: readonly Fault[];
  /** An order of a person once it has taken off. */
  order?: 'cancel' | 'pause' | 'return-home';
  /** It hangs by nature: its deadline is what ends it. */
  hangs?: boolean;
}

export interface Fault {
  kind: string;
  seconds: number | null;
  params?: Record<string, number>;
}

const always = (kind: string, params: Record<string, number> = {}): Fault => ({ kind, seconds: null, params });
const during = (kind: string, seconds: number, params: Record<string, number> = {}): Fault => ({
  kind,
  seconds,
  params,
});

/** One for every other sortie of the day; the others fly in peace. */
export const TROUBLES: readonly Trouble[] = [
  { name: 'answer to the start lost', faults: [always('lost_reply', { start: 1 })] },
  { name: 'all answers lost', faults: [always('lost_reply')] },
  { name: 'answers 3 s late', faults: [always('late_reply', { seconds: 3 })] },
  { name: 'rain for 15 s', faults: [during('rain', 15, { level: 3 })] },
  { name: 'wind in the air', aloft: [during('wind', 12, { speed: 15 })] },
  { name: 'refused by the dock', faults: [always('refuse', { code: 514130 })] },
  { name: 'refused, unknown code', faults: [always('refuse', { code: 999123 })] },
  { name: 'cannot be prepared', faults: [always('prepare_failure', { code: 314009 })] },
  { name: 'breaks off at a waypoint', faults: [always('break_off', { waypoint: 2, reason: 1564 })] },
  { name: 'battery falls', aloft: [during('low_battery', 8, { to: 18 })] },
  { name: 'no network for 15 s in the air', aloft: [during('network_loss', 15)] },
  { name: 'dock restarts in the air', aloft: [during('reboot', 12, { down: 8 })], hangs: true },
  { name: 'every message twice', faults: [always('duplicate', { p: 1 }), always('reorder', { p: 0.3 })] },
  { name: 'a tenth of the messages broken', faults: [always('malformed', { p: 0.1 })] },
  { name: 'uploads fail', faults: [always('upload_failure', { p: 0.4 })] },
  { name: 'pictures get lost', faults: [always('media_lost', { p: 0.3 })] },
  { name: 'aircraft out of reach', aloft: [during('lost_link', 12)] },
  { name: 'deaf dock', faults: [always('deaf')], hangs: true },
  { name: 'canceled in the air', order: 'cancel' },
  { name: 'told to come home', order: 'return-home' },
];
