/** What one protocol property is called on the screen, and how its value is to be read. */
export interface PropertyWord {
  zh: string;
  en: string;
  unit?: string;
  /** Multiplies the number before it is shown in `unit`. */
  scale?: number;
  /** Decimals to show; as it came when absent. */
  digits?: number;
  /** Names of values; a value that is not among them is shown as it is. */
  values?: Readonly<Record<string, readonly [zh: string, en: string]>>;
  /** Numbers that the protocol uses for "no value". */
  none?: readonly number[];
  /** How a number is a time: seconds or milliseconds since 1970. */
  time?: 's' | 'ms';
}

export type PropertyGroup =
  | 'position'
  | 'flight'
  | 'power'
  | 'dock'
  | 'environment'
  | 'link'
  | 'camera'
  | 'limits'
  | 'storage'
  | 'upkeep'
  | 'identity';

export const GROUP_NAMES: Readonly<Record<PropertyGroup, readonly [zh: string, en: string]>> = {
  position: ['位置与定位', 'Position'],
  flight: ['飞行', 'Flight'],
  power: ['电池与供电', 'Power'],
  dock: ['机场本体', 'Dock'],
  environment: ['环境', 'Environment'],
  link: ['通信链路', 'Links'],
  camera: ['相机与云台', 'Camera and gimbal'],
  limits: ['限制与避障', 'Limits and avoidance'],
  storage: ['存储与媒体', 'Storage and media'],
  upkeep: ['维护与累计', 'Upkeep and totals'],
  identity: ['版本与身份', 'Version and identity'],
};

/** Properties by path: members joined by dots, list positions left out, a payload index written `{payload}`. */
export type PropertyWords = Readonly<Record<string, PropertyWord & { group: PropertyGroup }>>;

export const ON_OFF = { 0: ['关', 'off'], 1: ['开', 'on'] } as const;
export const YES_NO = { 0: ['否', 'no'], 1: ['是', 'yes'], false: ['否', 'no'], true: ['是', 'yes'] } as const;
