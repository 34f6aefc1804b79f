/** What a device is, by its model. */
export type ModelKind = 'dock' | 'aircraft' | 'remote_controller' | 'payload';

/** One product of the maker (reference 2.1). */
export interface Model {
  /** `domain-type-subtype`; payloads are listed without a gimbal position. */
  key: string;
  nameZh: string;
  nameEn: string;
  kind: ModelKind;
}

type Row = readonly [key: string, nameEn: string, nameZh?: string];

const DOCKS: readonly Row[] = [
  ['3-1-0', 'DJI Dock', '大疆机场'],
  ['3-2-0', 'DJI Dock 2', '大疆机场 2'],
  ['3-3-0', 'DJI Dock 3', '大疆机场 3'],
];

const AIRCRAFT: readonly Row[] = [
  ['0-103-0', 'Matrice 400'],
  ['0-89-0', 'Matrice 350 RTK'],
  ['0-60-0', 'Matrice 300 RTK'],
  ['0-67-0', 'Matrice 30'],
  ['0-67-1', 'Matrice 30T'],
  ['0-77-0', 'Mavic 3E'],
  ['0-77-1', 'Mavic 3T'],
  ['0-77-2', 'Mavic 3M'],
  ['0-77-3', 'Mavic 3TA'],
  ['0-91-0', 'Matrice 3D'],
  ['0-91-1', 'Matrice 3TD'],
  ['0-99-0', 'Matrice 4E'],
  ['0-99-1', 'Matrice 4T'],
  ['0-100-0', 'Matrice 4D'],
  ['0-100-1', 'Matrice 4TD'],
];

const REMOTE_CONTROLLERS: readonly Row[] = [
  ['2-56-0', 'DJI Smart Controller Enterprise', '大疆带屏遥控器行业版'],
  ['2-119-0', 'DJI RC Plus'],
  ['2-144-0', 'DJI RC Pro Enterprise', '大疆 RC Pro 行业版'],
  ['2-174-0', 'DJI RC Plus 2'],
];

const PAYLOADS: readonly Row[] = [
  ['1-20-0', 'Zenmuse Z30', '禅思 Z30'],
  ['1-26-0', 'Zenmuse XT2', '禅思 XT2'],
  ['1-39-0', 'FPV', 'FPV 摄像头'],
  ['1-41-0', 'Zenmuse XTS', '禅思 XTS'],
  ['1-42-0', 'Zenmuse H20', '禅思 H20'],
  ['1-43-0', 'Zenmuse H20T', '禅思 H20T'],
  ['1-50-65535', 'Zenmuse P1', '禅思 P1'],
  ['1-52-0', 'Matrice 30 Camera', 'M30 相机'],
  ['1-53-0', 'Matrice 30T Camera', 'M30T 相机'],
  ['1-61-0', 'Zenmuse H20N', '禅思 H20N'],
  ['1-66-0', 'Mavic 3E Camera', 'Mavic 3E 相机'],
  ['1-67-0', 'Mavic 3T Camera', 'Mavic 3T 相机'],
  ['1-68-0', 'Mavic 3M Camera', 'Mavic 3M 相机'],
  ['1-80-0', 'Matrice 3D Camera', 'Matrice 3D 相机'],
  ['1-81-0', 'Matrice 3TD Camera', 'Matrice 3TD 相机'],
  ['1-82-0', 'Zenmuse H30', '禅思 H30'],
  ['1-83-0', 'Zenmuse H30T', '禅思 H30T'],
  ['1-88-0', 'Matrice 4E Camera', 'Matrice 4E 相机'],
  ['1-89-0', 'Matrice 4T Camera', 'Matrice 4T 相机'],
  ['1-98-0', 'Matrice 4D Camera', 'Matrice 4D 相机'],
  ['1-99-0', 'Matrice 4TD Camera', 'Matrice 4TD 相机'],
  ['1-129-0', 'Mavic 3TA Camera', 'Mavic 3TA 相机'],
  ['1-165-0', 'Dock Camera', '机场监控相机'],
  ['1-176-0', 'Auxiliary Camera', '辅助影像'],
];

const MODELS: ReadonlyMap<string, Model> = new Map(
  [
    { kind: 'dock' as const, rows: DOCKS },
    { kind: 'aircraft' as const, rows: AIRCRAFT },
    { kind: 'remote_controller' as const, rows: REMOTE_CONTROLLERS },
    { kind: 'payload' as const, rows: PAYLOADS },
  ].flatMap(({ kind, rows }) =>
    rows.map(([key, nameEn, nameZh]): [string, Model] => [key, { key, nameEn, nameZh: nameZh ?? nameEn, kind }]),
  ),
);

const KIND_OF_DOMAIN: Readonly<Record<string, ModelKind>> = {
  0: 'aircraft',
  1: 'payload',
  2: 'remote_controller',
  3: 'dock',
};

/**
 * The product of a key such as `3-3-0`. A sub type nobody knows (`0-100-7`) or a gimbal position instead of one is
 * not guessed: undefined, show the key.
 */
export function modelOf(key: string): Model | undefined {
  return MODELS.get(key);
}

/** Every product in the table. */
export function allModels(): Model[] {
  return [...MODELS.values()];
}

/** What a device is by the first number of its key, also for models nobody knows; undefined for other domains. */
export function kindOfModelKey(key: string): ModelKind | undefined {
  const dash = key.indexOf('-');
  const domain = dash < 0 ? key : key.slice(0, dash);
  return Object.hasOwn(KIND_OF_DOMAIN, domain) ? KIND_OF_DOMAIN[domain] : undefined;
}

/** `domain-type-subtype`. */
export function modelKey(domain: number | string, type: number | string, subType: number | string): string {
  return `${domain}-${type}-${subType}`;
}
