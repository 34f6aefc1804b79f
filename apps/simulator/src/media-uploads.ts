import { AwsClient } from 'aws4fetch';
import { type Dock } from './dock.js';
import { fileOf, type MediaFile } from './media-file.js';
import { type Shot } from './shooting.js';
import { type Planned } from './wheel.js';

/** Where the cloud wants files, as `storage_config_get` answers (reference 6.1). */
interface StorageConfig {
  bucket: string;
  endpoint: string;
  region?: string;
  object_key_prefix?: string;
  credentials: { access_key_id: string; access_key_secret: string; security_token?: string; expire?: number };
}

/** A flight whose files have not all been told of. */
interface Flight {
  flightId: string;
  files: { shot: Shot; file: () => MediaFile }[];
  expected: number;
  told: number;
}

const FIRST_RETRY = 2000;
const LONGEST_RETRY = 30_000;
const PUT_PATIENCE = 60_000;
/** It asks anew when fewer milliseconds than this are left of its credentials. */
const NEARLY_EXPIRED = 30_000;

/**
 * What a dock does with pictures after landing: asks where to, puts each file there by S3, and tells of each by
 * `file_upload_callback` until that is answered. One file after another; what fails is tried again for ever.
 */
export class MediaUploads {
  private readonly flights: Flight[] = [];
  private config: { value: StorageConfig; until: number } | null = null;
  private busy = false;
  private retry: Planned | null = null;
  private wait = FIRST_RETRY;
  private ended = false;

  constructor(private readonly dock: Dock) {}

  /** Files that have not been stored yet, of all flights. */
  get remaining(): number {
    return this.flights.reduce((sum, { files }) => sum + files.length, 0);
  }

  /** Takes the shots of a flight. Returns how many files the cloud may expect. */
  add(flightId: string, shots: readonly Shot[]): number {
    const { aircraft } = this.dock;
    const files = shots.map((shot) => ({ shot, file: () => fileOf(shot, flightId, aircraft) }));
    const lost = this.dock.faults.get('media_lost')?.params['p'] ?? 0;
    const kept = files.filter(() => !this.dock.random.chance(lost));
    if (kept.length > 0) this.flights.push({ flightId, files: kept, expected: files.length, told: 0 });
    this.next();
    return files.length;
  }

  /** The network is back, or something else changed: on at once. */
  next(): void {
    this.retry?.cancel();
    this.retry = null;
    if (this.busy || this.ended || !this.dock.connected || this.dock.cutOff) return;
    const flight = this.flights[0];
    if (!flight) return;
    this.busy = true;
    this.withConfig((config) => void this.put(config, flight));
  }

  end(): void {
    this.ended = true;
    this.retry?.cancel();
  }

  private withConfig(use: (config: StorageConfig) => void): void {
    if (this.config && this.config.until - NEARLY_EXPIRED > this.dock.world.now()) return use(this.config.value);
    this.dock.request(
      'storage_config_get',
      { module: 0 },
      (data) => {
        const value = configIn(data);
        if (!value) return this.failed();
        const lasts = (value.credentials.expire ?? 3600) * 1000;
        this.config = { value, until: this.dock.world.now() + Math.max(lasts, 2 * NEARLY_EXPIRED) };
        use(value);
      },
      LONGEST_RETRY,
    );
    // The question itself may be lost for good, as when the cloud is silent longer than it is repeated.
    this.plan(LONGEST_RETRY + 5000);
  }

  private async put(config: StorageConfig, flight: Flight): Promise<void> {
    this.retry?.cancel();
    this.retry = null;
    const entry = flight.files[0]!;
    const file = entry.file();
    const key = `${config.object_key_prefix ? `${config.object_key_prefix.replace(/\/$/, '')}/` : ''}${file.path}/${file.name}`;
    try {
      await this.send(config, key, file);
    } catch {
      return this.failed();
    }
    if (this.ended) return;
    flight.files.shift();
    flight.told++;
    this.dock.event('file_upload_callback', callbackOf(entry.shot, file, key, flight, this.dock), { needReply: true });
    if (flight.files.length === 0) this.flights.splice(this.flights.indexOf(flight), 1);
    this.wait = FIRST_RETRY;
    this.busy = false;
    this.next();
  }

  private async send(config: StorageConfig, key: string, file: MediaFile): Promise<void> {
    if (this.dock.random.chance(this.dock.faults.get('upload_failure')?.params['p'] ?? 0)) throw new Error('fault');
    const { access_key_id, access_key_secret, security_token } = config.credentials;
    const client = new AwsClient({
      accessKeyId: access_key_id,
      secretAccessKey: access_key_secret,
      ...(security_token ? { sessionToken: security_token } : {}),
      service: 's3',
      region: config.region || 'us-east-1',
      retries: 0,
    });
    const path = [config.bucket, ...key.split('/')].map(encodeURIComponent).join('/');
    const response = await client.fetch(`${config.endpoint.replace(/\/$/, '')}/${path}`, {
      method: 'PUT',
      body: file.bytes as Uint8Array<ArrayBuffer>,
      headers: { 'content-type': file.type },
      signal: AbortSignal.timeout(PUT_PATIENCE),
    });
    await response.arrayBuffer();
    if (response.status === 403) this.config = null;
    if (!response.ok) throw new Error(`answer ${response.status}`);
  }

  private failed(): void {
    this.busy = false;
    this.plan(this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_RETRY);
  }

  private plan(milliseconds: number): void {
    this.retry?.cancel();
    this.retry = this.dock.world.wheel.after(milliseconds, () => {
      this.busy = false;
      this.next();
    });
  }
}

function configIn(data: unknown): StorageConfig | null {
  const output = (data as { output?: Partial<StorageConfig> } | null)?.output;
  if (!output?.bucket || !output.endpoint || !output.credentials?.access_key_id) return null;
  return output as StorageConfig;
}

/** `data` of `file_upload_callback` (reference 6.1). The yaw is a text on real docks. */
function callbackOf(shot: Shot, file: MediaFile, key: string, flight: Flight, dock: Dock): Record<string, unknown> {
  return {
    result: 0,
    file: {
      object_key: key,
      path: file.path,
      name: file.name,
      ext: {
        flight_id: flight.flightId,
        drone_model_key: dock.aircraft.model.key,
        payload_model_key: `1-${dock.aircraft.model.camera.split('-').slice(0, 2).join('-')}`,
        is_original: true,
      },
      metadata: {
        gimbal_yaw_degree: shot.gimbalYaw.toFixed(2),
        absolute_altitude: shot.absoluteHeight,
        relative_altitude: shot.relativeHeight,
        create_time: new Date(shot.at).toISOString(),
        shoot_position: { lat: shot.place.latitude, lng: shot.place.longitude },
      },
      cloud_to_cloud_id: 'DEFAULT',
    },
    flight_task: {
      uploaded_file_count: flight.told,
      expected_file_count: flight.expected,
      flight_type: 0,
    },
  };
}
