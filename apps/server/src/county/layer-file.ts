import { z } from 'zod';
import { type AreaGeometry } from '#geo';
import { type LayerEntry } from './county-file.js';
import { type FolderCheck } from './folder-check.js';

// Checked by hand: a shore has ten thousand positions, and a schema for each number costs a tenth of a second.
const position = z.custom<number[]>(isPosition, 'a position must be longitude and latitude');
const ring = z.array(position).min(4, 'a ring needs at least four positions');
const Geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Point'), coordinates: position }),
  z.object({ type: z.literal('MultiPoint'), coordinates: z.array(position) }),
  z.object({ type: z.literal('LineString'), coordinates: z.array(position).min(2) }),
  z.object({ type: z.literal('MultiLineString'), coordinates: z.array(z.array(position).min(2)) }),
  z.object({ type: z.literal('Polygon'), coordinates: z.array(ring).min(1) }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(ring).min(1)).min(1) }),
]);
type Geometry = z.infer<typeof Geometry>;
const FeatureCollection = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      properties: z.record(z.string(), z.unknown()).nullable(),
      geometry: Geometry,
    }),
  ),
});

/** One feature of a layer with the divisions it belongs to. */
export interface LayerFeature {
  codes: readonly string[];
  geometry: Geometry;
}

/** Reads and checks a GeoJSON file (RFC 7946, WGS84); what is wrong goes to `check`. */
export function readLayer(
  bytes: Buffer,
  entry: LayerEntry,
  known: ReadonlySet<string>,
  check: FolderCheck,
): LayerFeature[] {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    const message = (error as Error).message;
    check.fault(entry.file, `不是有效的 JSON（${message}）`, `is not valid JSON (${message})`);
    return [];
  }
  const parsed = FeatureCollection.safeParse(json);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const where = `${entry.file} ${issue.path.join('.')}`.trim();
      check.fault(where, `不是可用的 GeoJSON（${issue.message}）`, `is not usable GeoJSON: ${issue.message}`);
    }
    return [];
  }
  return parsed.data.features.map(({ properties, geometry }, index) => {
    const where = `${entry.file} features.${index}`;
    checkGeometry(geometry, where, check);
    return { codes: codesOf(properties, entry.codes, known, where, check), geometry };
  });
}

/** The polygons among the features. */
export function polygonsOf(features: readonly LayerFeature[]): AreaGeometry[] {
  return features.map(({ geometry }) => geometry).filter(isArea);
}

export function isArea(geometry: Geometry): geometry is Extract<Geometry, { type: 'Polygon' | 'MultiPolygon' }> {
  return geometry.type === 'Polygon' || geometry.type === 'MultiPolygon';
}

function checkGeometry(geometry: Geometry, where: string, check: FolderCheck): void {
  if (isArea(geometry)) {
    const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
    if (rings.some((ring) => ring[0]!.join() !== ring.at(-1)!.join())) {
      check.fault(where, '有未闭合的环', 'has a ring that does not end where it begins');
    }
  }
  const wrong = positionsOf(geometry.coordinates).find(([x, y]) => Math.abs(x!) > 180 || Math.abs(y!) > 90);
  if (wrong) {
    const text = `(${wrong.join(', ')})`;
    check.fault(
      where,
      `坐标 ${text} 不是经度、纬度（WGS84 度）`,
      `${text} is not longitude, latitude in WGS84 degrees`,
    );
  }
}

function isPosition(value: unknown): boolean {
  return Array.isArray(value) && value.length >= 2 && value.every((member) => typeof member === 'number');
}

/** Every position of nested coordinates. */
function positionsOf(coordinates: readonly unknown[]): number[][] {
  if (typeof coordinates[0] === 'number') return [coordinates as number[]];
  return (coordinates as unknown[][]).flatMap(positionsOf);
}

function codesOf(
  properties: Record<string, unknown> | null,
  property: string | undefined,
  known: ReadonlySet<string>,
  where: string,
  check: FolderCheck,
): string[] {
  if (property === undefined) return [];
  const value = properties?.[property];
  const codes = (Array.isArray(value) ? value : [value]).filter((code) => typeof code === 'string');
  const field = `${where}.properties.${property}`;
  if (codes.length === 0) check.fault(field, '没有行政区划代码', 'holds no division code');
  for (const code of codes) {
    if (!known.has(code)) check.fault(field, `代码“${code}”不在 divisions.csv 中`, `"${code}" is not in divisions.csv`);
  }
  return codes;
}
