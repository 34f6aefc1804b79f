import {
  FEATURE_POINT_CLASSES,
  type CatalogueState,
  type FeaturePointView,
  type HeightDatum,
  type Placement,
  type VillageProfile,
} from '#contracts';
import { type FilledSheet, type SheetLayout, Words } from '../sheets/sheet.layout.js';

export const CLASS_WORDS = new Words(FEATURE_POINT_CLASSES);
export const PLACEMENT_WORDS = new Words<Placement>({
  surveyed: { zh: '实测', en: 'surveyed' },
  reported: { zh: '设备上报', en: 'reported by a device' },
  gazetteer: { zh: '地名库', en: 'gazetteer' },
  assumed: { zh: '假定', en: 'assumed' },
});
export const STATE_WORDS = new Words<CatalogueState>({
  active: { zh: '在用', en: 'active' },
  retired: { zh: '停用', en: 'retired' },
});
export const DATUM_WORDS = new Words({
  WGS84: { zh: 'WGS84', en: 'WGS-84' },
  CGCS2000: { zh: 'CGCS2000', en: '2000' },
  'GCJ-02': { zh: 'GCJ-02', en: 'GCJ02' },
  'BD-09': { zh: 'BD-09', en: 'BD09' },
});
export const PROFILE_WORDS = new Words<VillageProfile['kind']>({
  typical_village: { zh: '典型村', en: 'typical village' },
  demonstration_belt: { zh: '示范带', en: 'demonstration belt' },
});
export const HEIGHT_WORDS = new Words<HeightDatum>({
  ellipsoid: { zh: '椭球高', en: 'above the ellipsoid' },
  sea: { zh: '海拔', en: 'above sea' },
  takeoff: { zh: '相对起飞点', en: 'above take-off' },
  ground: { zh: '真高', en: 'above ground' },
});

/** The sheet of feature points, one a row. */
export const POINT_SHEET: SheetLayout = {
  name: '特色点位',
  columns: [
    {
      key: 'code',
      heading: '编码',
      aliases: ['点位编码'],
      required: true,
      text: true,
      width: 16,
      note: '1–32 位字母、数字、_ 或 -，全县唯一，会成为照片文件名的一部分。已有的编码表示修改该点位',
    },
    { key: 'name', heading: '名称', aliases: ['点位名称'], required: true, width: 24, note: '最多 100 字' },
    {
      key: 'class',
      heading: '类别',
      aliases: ['点位类别'],
      required: true,
      note: '从可选值中选一个',
      choices: CLASS_WORDS.labels,
    },
    {
      key: 'town',
      heading: '镇街',
      aliases: ['所属镇街', '乡镇'],
      width: 14,
      note: '镇、街道或开发区的名称；已填区划代码时可不填',
    },
    {
      key: 'village',
      heading: '村',
      aliases: ['行政村', '所属村', '村居'],
      width: 16,
      note: '村、社区的名称；镇级点位不填',
    },
    {
      key: 'divisionCode',
      heading: '区划代码',
      aliases: ['行政区划代码'],
      text: true,
      width: 16,
      note: '填了就以代码为准，不再看镇街和村',
    },
    { key: 'longitude', heading: '经度', required: true, width: 13, note: '十进制度，如 110.277050' },
    { key: 'latitude', heading: '纬度', required: true, width: 13, note: '十进制度，如 21.605890' },
    {
      key: 'datum',
      heading: '坐标系',
      width: 12,
      note: '不填为 WGS84。高德、腾讯地图取的坐标填 GCJ-02，百度地图填 BD-09，导入时换算',
      choices: DATUM_WORDS.labels,
    },
    { key: 'placement', heading: '位置来源', width: 12, note: '不填为假定', choices: PLACEMENT_WORDS.labels },
    { key: 'placementNote', heading: '位置说明', width: 24, note: '如“可能偏差 1 公里”' },
    { key: 'tags', heading: '标签', width: 20, note: '多个用、分隔，最多 20 个' },
    { key: 'story', heading: '简介', aliases: ['故事', '说明'], width: 40, note: '最多 4000 字' },
    {
      key: 'profileKind',
      heading: '典型类型',
      width: 12,
      note: '典型村或示范带；都不是则不填',
      choices: PROFILE_WORDS.labels,
    },
    { key: 'naturalVillages', heading: '自然村', width: 30, note: '典型村、示范带包含的自然村，多个用、分隔' },
    { key: 'profileNote', heading: '典型说明', width: 24, note: '典型村、示范带的说明' },
    { key: 'state', heading: '状态', width: 8, note: '不填为在用；停用的点位保留历史', choices: STATE_WORDS.labels },
    {
      key: 'version',
      heading: '版本',
      width: 8,
      note: '导出时带出，请勿修改；点位在导出后被别人改过时会提示。不填则不检查',
    },
  ],
};

/** The sheet of picture poses, several for a point. */
export const POSE_SHEET: SheetLayout = {
  name: '拍摄位姿',
  columns: [
    {
      key: 'code',
      heading: '点位编码',
      required: true,
      text: true,
      width: 16,
      note: '“特色点位”表中的编码。点位在本表有行时，其位姿全部以本表为准',
    },
    { key: 'name', heading: '位姿名称', required: true, width: 16, note: '同一点位内不重复' },
    { key: 'longitude', heading: '经度', required: true, width: 13, note: '相机位置，WGS84 十进制度' },
    { key: 'latitude', heading: '纬度', required: true, width: 13, note: '相机位置，WGS84 十进制度' },
    { key: 'height', heading: '高度', required: true, width: 10, note: '米' },
    {
      key: 'heightDatum',
      heading: '高度基准',
      required: true,
      width: 12,
      note: '高度从哪里算起',
      choices: HEIGHT_WORDS.labels,
    },
    { key: 'gimbalPitch', heading: '云台俯仰', required: true, width: 10, note: '度，0 为水平，-90 为正下方' },
    { key: 'gimbalYaw', heading: '云台朝向', required: true, width: 10, note: '度，正北为 0，顺时针到 360' },
    { key: 'zoom', heading: '变倍', required: true, width: 8, note: '1 为最广' },
    { key: 'note', heading: '备注', width: 24, note: '最多 200 字' },
  ],
};

/** Feature points as the sheets that can be imported again. */
export function pointSheets(points: readonly FeaturePointView[]): FilledSheet[] {
  return [
    { layout: POINT_SHEET, rows: points.map(pointRow) },
    { layout: POSE_SHEET, rows: points.flatMap(poseRows) },
  ];
}

function pointRow(point: FeaturePointView): (string | number | null)[] {
  const { profile } = point;
  return [
    point.code,
    point.name,
    CLASS_WORDS.label(point.class),
    point.townName,
    point.villageName,
    point.divisionCode,
    point.longitude,
    point.latitude,
    'WGS84',
    PLACEMENT_WORDS.label(point.placement),
    point.placementNote,
    point.tags.join('、'),
    point.story,
    profile && PROFILE_WORDS.label(profile.kind),
    profile && profile.naturalVillages.join('、'),
    profile && profile.note,
    STATE_WORDS.label(point.state),
    point.version,
  ];
}

function poseRows({ code, poses }: FeaturePointView): (string | number | null)[][] {
  return poses.map((pose) => [
    code,
    pose.name,
    pose.longitude,
    pose.latitude,
    pose.height,
    HEIGHT_WORDS.label(pose.heightDatum),
    pose.gimbalPitch,
    pose.gimbalYaw,
    pose.zoom,
    pose.note,
  ]);
}
