import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type CountyView } from '#contracts';
import { type Config, InvalidSetting } from '../config.js';

/** Nest token of the `BaseMap`. */
export const BASE_MAP = Symbol('BaseMap');

export type TileLayer = 'base' | 'labels';

/** Where the picture under the county comes from, and what the browser is told about it. */
export interface BaseMap {
  view: CountyView['baseMap'];
  /** Addresses with `{z}`, `{x}`, `{y}` (or `{-y}`, counted from the south) to fetch tiles from; they may hold a key. */
  upstream: Readonly<Partial<Record<TileLayer, string>>>;
  /** Path of the PMTiles file. */
  archive: string | null;
}

/** Zoom that TianDiTu and most tile services reach. */
const TILE_ZOOM = 18;
const TIANDITU = 'https://t0.tianditu.gov.cn';

/**
 * The base map by the settings; `attribution` is that of the county's own schematic layers. Throws `InvalidSetting` when a
 * setting that the source needs is missing or the file cannot be used.
 */
export async function baseMapOf(
  config: Pick<Config, 'baseMap' | 'baseMapUrl' | 'baseMapDatum' | 'tiandituKey'>,
  attribution: string,
): Promise<BaseMap> {
  switch (config.baseMap) {
    case 'schematic':
      return {
        view: { source: 'schematic', url: null, labelsUrl: null, datum: 'WGS84', attribution, maxZoom: TILE_ZOOM },
        upstream: {},
        archive: null,
      };
    case 'tianditu':
      return tianditu(config);
    case 'xyz':
      return xyz(config);
    case 'pmtiles':
      return pmtiles(config);
  }
}

/** TianDiTu by WMTS in Web Mercator over CGCS2000 (tile matrix set `w`): vector map `vec`, Chinese labels `cva`. */
function tianditu(config: Pick<Config, 'baseMapUrl' | 'tiandituKey'>): BaseMap {
  if (!config.tiandituKey)
    throw missing('XUNHANG_TIANDITU_KEY', '天地图密钥（服务器端类型）', 'a TianDiTu key (server type)');
  const node = (config.baseMapUrl ?? TIANDITU).replace(/\/+$/, '');
  const address = (layer: string) =>
    `${node}/${layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=${layer}&STYLE=default` +
    `&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=${encodeURIComponent(config.tiandituKey!)}`;
  return {
    view: {
      source: 'tianditu',
      url: tileAddress('base'),
      labelsUrl: tileAddress('labels'),
      datum: 'CGCS2000',
      attribution: '© 天地图 国家地理信息公共服务平台',
      maxZoom: TILE_ZOOM,
    },
    upstream: { base: address('vec'), labels: address('cva') },
    archive: null,
  };
}

function xyz({ baseMapUrl, baseMapDatum }: Pick<Config, 'baseMapUrl' | 'baseMapDatum'>): BaseMap {
  const usable = baseMapUrl && ['{z}', '{x}'].every((part) => baseMapUrl.includes(part)) && /\{-?y\}/.test(baseMapUrl);
  if (!usable || !URL.canParse(baseMapUrl)) {
    throw missing(
      'XUNHANG_BASE_MAP_URL',
      '含 {z}、{x}、{y} 的瓦片地址模板',
      'a tile address template with {z}, {x} and {y}',
    );
  }
  return {
    view: {
      source: 'xyz',
      url: tileAddress('base'),
      labelsUrl: null,
      datum: baseMapDatum,
      attribution: new URL(baseMapUrl).hostname,
      maxZoom: TILE_ZOOM,
    },
    upstream: { base: baseMapUrl },
    archive: null,
  };
}

async function pmtiles({ baseMapUrl, baseMapDatum }: Pick<Config, 'baseMapUrl' | 'baseMapDatum'>): Promise<BaseMap> {
  if (!baseMapUrl) throw missing('XUNHANG_BASE_MAP_URL', 'pmtiles 文件路径', 'the path of a pmtiles file');
  const archive = resolve(baseMapUrl);
  const maxZoom = await maxZoomOf(archive);
  return {
    view: {
      source: 'pmtiles',
      url: '/api/v1/base-map.pmtiles',
      labelsUrl: null,
      datum: baseMapDatum,
      attribution: '',
      maxZoom,
    },
    upstream: {},
    archive,
  };
}

/** Reads the header of a PMTiles version 3 archive (its specification, §3): magic, version, and the largest zoom at 101. */
async function maxZoomOf(path: string): Promise<number> {
  const header = Buffer.alloc(127);
  try {
    const file = await open(path, 'r');
    try {
      await file.read(header, 0, header.length, 0);
    } finally {
      await file.close();
    }
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    throw new InvalidSetting(
      `读不到底图文件 ${path}（${reason}），请检查 XUNHANG_BASE_MAP_URL。` +
        ` The base map ${path} cannot be read (${reason}): check XUNHANG_BASE_MAP_URL.`,
    );
  }
  if (header.subarray(0, 7).toString('latin1') !== 'PMTiles' || header[7] !== 3) {
    throw new InvalidSetting(
      `${path} 不是 PMTiles 第 3 版文件，请检查 XUNHANG_BASE_MAP_URL。` +
        ` ${path} is not a PMTiles version 3 file: check XUNHANG_BASE_MAP_URL.`,
    );
  }
  return header[101]!;
}

function tileAddress(layer: TileLayer): string {
  return `/api/v1/tiles/${layer}/{z}/{x}/{y}`;
}

function missing(setting: string, zh: string, en: string): InvalidSetting {
  return new InvalidSetting(`这种底图需要设置 ${setting}：${zh}。 This base map needs ${setting}: ${en}.`);
}
