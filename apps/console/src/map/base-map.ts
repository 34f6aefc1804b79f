import type { CountyView } from '#contracts';
import { addProtocol, type LayerSpecification, type SourceSpecification } from 'maplibre-gl';
import { session } from '../api/session.js';
import { MAP } from './map-palette.js';

export interface BaseMap {
  sources: Record<string, SourceSpecification>;
  layers: LayerSpecification[];
}

const BACKGROUND: LayerSpecification = {
  id: 'background',
  type: 'background',
  paint: { 'background-color': MAP.land },
};

/** Sources and bottom layers of the county's base map. Throws when a PMTiles archive cannot be opened. */
export async function openBaseMap(baseMap: CountyView['baseMap']): Promise<BaseMap> {
  const { source, url, labelsUrl, maxZoom } = baseMap;
  if (source === 'schematic' || url === null) return { sources: {}, layers: [BACKGROUND] };
  if (source === 'pmtiles') return openArchive(url);
  const tiles = (template: string): SourceSpecification => ({
    type: 'raster',
    // The engine's worker has no page address to resolve against, so the template must be absolute.
    tiles: [location.origin + template],
    tileSize: 256,
    maxzoom: maxZoom,
  });
  const layers: LayerSpecification[] = [BACKGROUND, { id: 'base', type: 'raster', source: 'base' }];
  if (labelsUrl === null) return { sources: { base: tiles(url) }, layers };
  return {
    sources: { base: tiles(url), 'base-labels': tiles(labelsUrl) },
    layers: [...layers, { id: 'base-labels', type: 'raster', source: 'base-labels' }],
  };
}

/** Opens a PMTiles archive on this server: pictures as they are, vector tiles in the schematic map's inks. */
async function openArchive(url: string): Promise<BaseMap> {
  const { FetchSource, PMTiles, Protocol, TileType } = await import('pmtiles');
  const archive = new PMTiles(new FetchSource(location.origin + url, new Headers(session.headers())));
  const protocol = new Protocol();
  protocol.add(archive);
  addProtocol('pmtiles', protocol.tile);
  const { tileType } = await archive.getHeader();
  const address = `pmtiles://${location.origin + url}`;
  if (tileType !== TileType.Mvt) {
    return {
      sources: { base: { type: 'raster', url: address, tileSize: 256 } },
      layers: [BACKGROUND, { id: 'base', type: 'raster', source: 'base' }],
    };
  }
  const metadata = (await archive.getMetadata()) as { vector_layers?: { id: string }[] };
  return {
    sources: { base: { type: 'vector', url: address } },
    layers: [BACKGROUND, ...(metadata.vector_layers ?? []).flatMap(({ id }) => drawVectorLayer(id))],
  };
}

/** Names by which common tile schemes call land, water and roads; layers of other names are drawn as thin lines. */
function drawVectorLayer(id: string): LayerSpecification[] {
  const from = { source: 'base', 'source-layer': id } as const;
  if (/^(earth|land)$/.test(id))
    return [{ id: `base-${id}`, type: 'fill', ...from, paint: { 'fill-color': MAP.county } }];
  if (/landuse|landcover|park/.test(id)) {
    return [{ id: `base-${id}`, type: 'fill', ...from, paint: { 'fill-color': '#edf1e8', 'fill-opacity': 0.6 } }];
  }
  if (/^(water|ocean|physical_water)$/.test(id)) {
    return [
      {
        id: `base-${id}`,
        type: 'fill',
        ...from,
        filter: ['==', ['geometry-type'], 'Polygon'],
        paint: { 'fill-color': MAP.sea },
      },
    ];
  }
  if (/place|poi|label|name/.test(id)) return [];
  const road = /road|transport/.test(id);
  return [
    {
      id: `base-${id}`,
      type: 'line',
      ...from,
      filter: ['!=', ['geometry-type'], 'Point'],
      paint: { 'line-color': road ? '#d3cfc4' : MAP.neighbourLine, 'line-width': road ? 1.4 : 0.8 },
    },
  ];
}
