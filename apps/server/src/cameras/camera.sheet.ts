import { CAMERA_RIGHTS, CAMERA_SOURCES, type CameraSource } from '#contracts';
import { DATUM_WORDS, PLACEMENT_WORDS, STATE_WORDS } from '../points/feature-point.sheet.js';
import { type FilledSheet, type SheetLayout, Words } from '../sheets/sheet.layout.js';
import { type StoredCamera } from './camera.store.js';

export const SOURCE_WORDS = new Words(CAMERA_SOURCES);
export const RIGHTS_WORDS = new Words(CAMERA_RIGHTS);
export const SIGN_WORDS = new Words({ yes: { zh: '是', en: 'true' }, no: { zh: '否', en: 'false' } });

/** The sheet of cameras, one a row. */
export const CAMERA_SHEET: SheetLayout = {
  name: '摄像头',
  columns: [
    {
      key: 'code',
      heading: '国标编码',
      aliases: ['编码', '设备编码', '通道编码'],
      required: true,
      text: true,
      width: 24,
      note: 'GB/T 28181 的 20 位数字，全县唯一。已有的编码表示修改该摄像头',
    },
    {
      key: 'name',
      heading: '名称',
      aliases: ['摄像头名称', '通道名称'],
      required: true,
      width: 28,
      note: '最多 100 字',
    },
    {
      key: 'town',
      heading: '镇街',
      aliases: ['所属镇街', '乡镇'],
      width: 14,
      note: '镇、街道或开发区的名称；已填区划代码时可不填',
    },
    { key: 'village', heading: '村', aliases: ['行政村', '所属村'], width: 16, note: '村、社区的名称；镇级的不填' },
    { key: 'divisionCode', heading: '区划代码', text: true, width: 16, note: '填了就以代码为准，不再看镇街和村' },
    { key: 'longitude', heading: '经度', width: 13, note: '十进制度；不知道就和纬度一起留空' },
    { key: 'latitude', heading: '纬度', width: 13, note: '十进制度' },
    {
      key: 'datum',
      heading: '坐标系',
      width: 12,
      note: '不填为 WGS84。高德、腾讯地图取的坐标填 GCJ-02，百度地图填 BD-09，导入时换算',
      choices: DATUM_WORDS.labels,
    },
    { key: 'placement', heading: '位置来源', width: 12, note: '不填为假定', choices: PLACEMENT_WORDS.labels },
    { key: 'vendor', heading: '厂商', aliases: ['生产厂商', '设备厂商'], width: 12, note: '最多 50 字' },
    { key: 'model', heading: '型号', width: 16, note: '最多 50 字' },
    { key: 'source', heading: '接入方式', width: 14, note: '不填为未接入', choices: SOURCE_WORDS.labels },
    {
      key: 'address',
      heading: '接入地址',
      width: 36,
      note: 'RTSP、HTTP 抓图、HLS 填地址（不含用户名和密码）；RTMP 推流填流名；国标通道填“设备编码/通道编码”；无人机填序列号',
    },
    { key: 'subAddress', heading: '子码流地址', width: 30, note: '只用于 RTSP，可不填' },
    { key: 'username', heading: '用户名', width: 12, note: '只在导入时使用，不会导出' },
    { key: 'password', heading: '密码', width: 12, text: true, note: '只在导入时使用，不会导出；留空则保留原来的' },
    { key: 'height', heading: '安装高度', width: 10, note: '米，离地' },
    { key: 'azimuth', heading: '朝向', width: 8, note: '度，正北为 0，顺时针到 360' },
    { key: 'tilt', heading: '俯仰', width: 8, note: '度，0 为水平，-90 为正下方' },
    { key: 'sign', heading: '提示标识', width: 10, note: '现场是否设有图像采集提示标识', choices: SIGN_WORDS.labels },
    { key: 'mountingNote', heading: '安装说明', width: 24, note: '最多 200 字' },
    { key: 'rights', heading: '权限', width: 8, note: '不填为内部；公开仅用于慢直播', choices: RIGHTS_WORDS.labels },
    { key: 'slowLivePoint', heading: '慢直播点位', text: true, width: 18, note: '慢直播点位的标识；其他摄像头不填' },
    { key: 'tags', heading: '标签', width: 20, note: '多个用、分隔，最多 20 个' },
    { key: 'state', heading: '状态', width: 8, note: '不填为在用；停用的保留历史', choices: STATE_WORDS.labels },
    {
      key: 'version',
      heading: '版本',
      width: 8,
      note: '导出时带出，请勿修改；导出后被别人改过时会提示。不填则不检查',
    },
  ],
};

/** Cameras as the sheet that can be imported again; what they ask for is never in it. */
export function cameraSheet(
  cameras: readonly StoredCamera[],
  villageOf: (camera: StoredCamera) => string | null,
): FilledSheet {
  return { layout: CAMERA_SHEET, rows: cameras.map((camera) => cameraRow(camera, villageOf(camera))) };
}

function cameraRow(camera: StoredCamera, village: string | null): (string | number | null)[] {
  const { mounting } = camera;
  return [
    camera.code,
    camera.name,
    camera.townName,
    village,
    camera.divisionCode,
    camera.longitude,
    camera.latitude,
    'WGS84',
    PLACEMENT_WORDS.label(camera.placement),
    camera.vendor,
    camera.model,
    SOURCE_WORDS.label(camera.source.kind),
    addressOf(camera.source),
    camera.source.kind === 'rtsp' ? camera.source.subAddress : null,
    null,
    null,
    mounting.height,
    mounting.azimuth,
    mounting.tilt,
    mounting.sign === null ? null : SIGN_WORDS.label(mounting.sign ? 'yes' : 'no'),
    mounting.note,
    RIGHTS_WORDS.label(camera.rights),
    camera.slowLivePoint,
    camera.tags.join('、'),
    STATE_WORDS.label(camera.state),
    camera.version,
  ];
}

function addressOf(source: CameraSource): string | null {
  switch (source.kind) {
    case 'none':
      return null;
    case 'rtsp':
    case 'http_snapshot':
    case 'hls':
      return source.address;
    case 'rtmp_push':
      return source.stream;
    case 'gb28181':
      return `${source.deviceId}/${source.channelId}`;
    case 'drone':
      return source.droneSn;
  }
}
