import { type Gateway } from './gateway.js';

interface Stream {
  videoId: string;
  type: string;
  quality: number;
  /** The lens the device shows, as it names it itself. */
  lens: string;
}

/** Which cameras can be streamed, and which are; kept as the `live_*` services and states show it. */
export class LiveStreams {
  private readonly streams = new Map<string, Stream>();

  constructor(private readonly gateway: Gateway) {}

  /** Starts one. Result codes: 0, 513002 no such camera, 513003 already live, 513005 bad quality, 513013 bad protocol. */
  start(videoId: string, urlType: number, quality: number): number {
    const camera = this.cameraOf(videoId);
    if (!camera) return 513002;
    if (![1, 3, 4].includes(urlType)) return 513013;
    if (!(quality >= 0 && quality <= 4)) return 513005;
    if (this.streams.has(camera)) return 513003;
    const type = videoId.split('/')[2]?.replace(/-\d+$/, '') ?? 'normal';
    const lens =
      camera === `${this.gateway.aircraft.sn}/${this.gateway.aircraft.model.camera}` && type === 'normal'
        ? 'wide'
        : type;
    this.streams.set(camera, { videoId: `${camera}/${lens}-0`, type, quality, lens });
    this.announceStatus();
    return 0;
  }

  stop(videoId: string): number {
    const camera = this.cameraOf(videoId);
    if (!camera || !this.streams.delete(camera)) return 513011;
    this.announceStatus();
    return 0;
  }

  setQuality(videoId: string, quality: number): number {
    const stream = this.streams.get(this.cameraOf(videoId) ?? '');
    if (!stream) return 513011;
    if (!(quality >= 0 && quality <= 4)) return 513005;
    stream.quality = quality;
    this.announceStatus();
    return 0;
  }

  /** Another lens. Some clients leave the id out and mean the only stream of the aircraft. */
  changeLens(videoId: string | undefined, type: string): number {
    const camera = videoId ? this.cameraOf(videoId) : this.camerasOf(this.gateway.aircraft.sn)[0];
    const stream = this.streams.get(camera ?? '');
    if (!stream) return 513011;
    if (!this.lensesOf(camera!).includes(type)) return 513012;
    stream.lens = type;
    stream.videoId = `${camera}/${type}-0`;
    this.announceStatus();
    return 0;
  }

  /** Is it live? For `live_camera_change`, which asks for nothing else. */
  isLive(videoId: string): boolean {
    return this.streams.has(this.cameraOf(videoId) ?? '');
  }

  /** A device is gone, and its streams with it. */
  stopOf(sn: string): void {
    const before = this.streams.size;
    for (const camera of this.streams.keys()) if (camera.startsWith(`${sn}/`)) this.streams.delete(camera);
    if (before !== this.streams.size) this.announceStatus();
  }

  clear(): void {
    this.streams.clear();
  }

  /** A stream needs its device; nothing else ages it. */
  pass(): void {
    if (this.streams.size > 0 && !this.gateway.aircraftReported) this.stopOf(this.gateway.aircraft.sn);
  }

  announceCapacity(): void {
    this.gateway.state(this.gateway.sn, { live_capacity: this.capacity() });
  }

  announceStatus(): void {
    this.gateway.state(this.gateway.sn, { live_status: this.status() }, false);
  }

  status(): Record<string, unknown>[] {
    return [...this.streams.values()].map(({ videoId, lens, quality }) => ({
      video_id: videoId,
      video_type: lens,
      video_quality: quality,
      status: 1,
      error_status: 0,
    }));
  }

  capacity(): Record<string, unknown> {
    const devices = [this.gateway.sn, ...(this.gateway.aircraftReported ? [this.gateway.aircraft.sn] : [])]
      .map((sn) => ({ sn, cameras: this.camerasOf(sn) }))
      .filter(({ cameras }) => cameras.length > 0);
    const total = devices.reduce((sum, { cameras }) => sum + cameras.length, 0);
    return {
      available_video_number: total,
      coexist_video_number_max: total,
      device_list: devices.map(({ sn, cameras }) => ({
        sn,
        available_video_number: cameras.length,
        coexist_video_number_max: cameras.length,
        camera_list: cameras.map((camera) => this.cameraCapacity(camera)),
      })),
    };
  }

  private cameraCapacity(camera: string): Record<string, unknown> {
    const lenses = this.lensesOf(camera);
    return {
      camera_index: camera.split('/')[1],
      available_video_number: 1,
      coexist_video_number_max: 1,
      video_list: [{ video_index: 'normal-0', video_type: lenses[0], switchable_video_types: lenses }],
    };
  }

  private camerasOf(sn: string): string[] {
    if (sn === this.gateway.sn) return this.gateway.account.kind === 'dock' ? [`${sn}/165-0-7`] : [];
    const { camera, auxiliaryCamera } = this.gateway.aircraft.model;
    return [`${sn}/${camera}`, ...(auxiliaryCamera ? [`${sn}/${auxiliaryCamera}`] : [])];
  }

  private lensesOf(camera: string): string[] {
    const { aircraft, account } = this.gateway;
    if (!camera.endsWith(`/${aircraft.model.camera}`)) return ['normal'];
    const infrared = account.kind === 'dock' ? 'ir' : 'thermal';
    return aircraft.model.thermal ? ['wide', 'zoom', infrared] : ['wide', 'zoom'];
  }

  /** `sn/camera` of a video id, when that camera is there now. */
  private cameraOf(videoId: string): string | undefined {
    const camera = videoId.split('/').slice(0, 2).join('/');
    const there = [
      ...this.camerasOf(this.gateway.sn),
      ...(this.gateway.aircraftReported ? this.camerasOf(this.gateway.aircraft.sn) : []),
    ];
    return there.includes(camera) ? camera : undefined;
  }
}
