import {
  applyFact,
  applySamples,
  pictureOf,
  type DeviceSample,
  type DeviceView,
  type Fact,
  type LiveSnapshot,
  type Picture,
  type SampleFrame,
} from '#contracts';
import { Trails } from './trails.js';

type Listener = () => void;

/** How often lists and counters hear of changes; the map and single-device panels hear of every frame. */
const LIST_BEAT_MS = 1000;

/**
 * The newest picture of the county, outside React: samples arrive four times a second for every device, so only those
 * who ask for one device or for the frame itself are told at that rate.
 */
export class LivePicture {
  #picture: Picture = { eventId: 0, devices: new Map() };
  #loaded = false;
  #dataAt: number | null = null;
  #clockAhead = 0;
  #listTimer: ReturnType<typeof setTimeout> | undefined;
  #list: readonly DeviceView[] = [];
  /** Serial numbers in the order of lists; null: to be sorted anew. Sorting by Chinese collation costs tens of ms. */
  #order: string[] | null = null;
  /** Samples that overtook the fact which registers their device. */
  readonly #early = new Map<string, DeviceSample>();
  readonly #frameListeners = new Set<Listener>();
  readonly #listListeners = new Set<Listener>();
  readonly #factListeners = new Set<(fact: Fact) => void>();
  readonly #deviceListeners = new Map<string, Set<Listener>>();
  readonly trails = new Trails();

  get eventId(): number {
    return this.#picture.eventId;
  }
  get loaded(): boolean {
    return this.#loaded;
  }
  /** Server time of the newest thing received, milliseconds since 1970; null before the first snapshot. */
  get dataAt(): number | null {
    return this.#dataAt;
  }
  get devices(): ReadonlyMap<string, DeviceView> {
    return this.#picture.devices;
  }

  device(sn: string): DeviceView | undefined {
    return this.#picture.devices.get(sn);
  }

  /** The name of a device as far as it is known here, else its serial number. */
  readonly nameOf = (sn: string): string => this.#picture.devices.get(sn)?.name ?? sn;

  /** The server's clock as far as we know it: ages do not depend on the clock of this computer. */
  serverNow(): number {
    return Date.now() + this.#clockAhead;
  }

  /** Replaces everything by a snapshot. */
  reset(snapshot: LiveSnapshot): void {
    this.#picture = pictureOf(snapshot);
    this.#order = null;
    this.#early.clear();
    this.#loaded = true;
    this.#heardAt(Date.parse(snapshot.at));
    for (const device of snapshot.devices) if (device.sample) this.trails.add(device, device.sample);
    this.#announce([...this.#deviceListeners.keys()], true);
  }

  /** Empties the picture: another person may see another county. */
  clear(): void {
    this.#picture = { eventId: 0, devices: new Map() };
    this.#order = null;
    this.#loaded = false;
    this.#dataAt = null;
    this.#early.clear();
    this.trails.clear();
    this.#announce([...this.#deviceListeners.keys()], true);
  }

  fact(fact: Fact): void {
    if (fact.id <= this.#picture.eventId) return;
    this.#picture = applyFact(this.#picture, fact);
    if (fact.name === 'device.registered') this.#applyEarly(fact.data.device.sn);
    if (REORDERS.has(fact.name)) this.#order = null;
    this.#heardAt(Math.max(Date.parse(fact.at), this.#dataAt ?? 0), false);
    for (const listener of this.#factListeners) listener(fact);
    this.#announce(fact.deviceSn ? [fact.deviceSn] : [], true);
  }

  frame(frame: SampleFrame): void {
    for (const sample of frame.samples) {
      const device = this.#picture.devices.get(sample.sn);
      if (device) this.trails.add(device, sample);
      else this.#early.set(sample.sn, sample);
    }
    this.#picture = applySamples(this.#picture, frame.samples);
    this.#heardAt(frame.t);
    this.#announce(
      frame.samples.map((sample) => sample.sn),
      false,
    );
  }

  /** Every frame and fact: for the map. */
  readonly onFrame = (listener: Listener): (() => void) => subscribe(this.#frameListeners, listener);
  /** Every fact as it comes. */
  readonly onFact = (listener: (fact: Fact) => void): (() => void) => subscribe(this.#factListeners, listener);
  /** At most once a second: for lists. Read `list()`. */
  readonly onList = (listener: Listener): (() => void) => subscribe(this.#listListeners, listener);
  /** A stable array between two beats, in order of kind and name. */
  readonly list = (): readonly DeviceView[] => this.#list;

  onDevice(sn: string, listener: Listener): () => void {
    const listeners = this.#deviceListeners.get(sn) ?? new Set();
    this.#deviceListeners.set(sn, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#deviceListeners.delete(sn);
    };
  }

  #applyEarly(sn: string): void {
    const sample = this.#early.get(sn);
    if (!sample) return;
    this.#early.delete(sn);
    this.#picture = applySamples(this.#picture, [sample]);
  }

  #heardAt(serverTime: number, setsClock = true): void {
    this.#dataAt = serverTime;
    if (setsClock) this.#clockAhead = serverTime - Date.now();
  }

  #announce(changed: readonly string[], listNow: boolean): void {
    for (const listener of this.#frameListeners) listener();
    if (this.#deviceListeners.size > 0) {
      for (const sn of changed) for (const listener of this.#deviceListeners.get(sn) ?? []) listener();
    }
    if (listNow && this.#listTimer === undefined && this.#list.length === 0) this.#announceList();
    else this.#listTimer ??= setTimeout(() => this.#announceList(), LIST_BEAT_MS);
  }

  #announceList(): void {
    this.#listTimer = undefined;
    const { devices } = this.#picture;
    this.#order ??= [...devices.values()].sort(byKindAndName).map((device) => device.sn);
    this.#list = this.#order.flatMap((sn) => devices.get(sn) ?? []);
    for (const listener of this.#listListeners) listener();
  }
}

/** Facts that change which devices there are or what they are called. */
const REORDERS: ReadonlySet<Fact['name']> = new Set(['device.registered', 'device.changed', 'device.left']);
const KIND_ORDER = { dock: 0, aircraft: 1, remote_controller: 2, other: 3 } as const;
const collator = new Intl.Collator('zh-CN', { numeric: true });

function byKindAndName(one: DeviceView, other: DeviceView): number {
  return KIND_ORDER[one.kind] - KIND_ORDER[other.kind] || collator.compare(one.name, other.name);
}

function subscribe<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const livePicture = new LivePicture();
