import type { AirspaceGeometry } from '#contracts';

/** A shape as a form holds it. */
export interface ShapeValues {
  kind: 'circle' | 'polygon' | 'file';
  longitude?: number | null;
  latitude?: number | null;
  radius?: number | null;
  /** One corner a line: longitude, latitude. */
  corners?: string;
}

/** The form of a shape; one that no form can show is kept as the file gave it. */
export function shapeOf(geometry: AirspaceGeometry): ShapeValues {
  if (geometry.type === 'Circle') {
    const { centre, radius } = geometry;
    return { kind: 'circle', longitude: centre.longitude, latitude: centre.latitude, radius };
  }
  const [ring, ...holes] = geometry.type === 'Polygon' ? geometry.coordinates : [];
  if (!ring || holes.length > 0) return { kind: 'file' };
  const corners = ring.slice(0, -1).map(([longitude, latitude]) => `${longitude},${latitude}`);
  return { kind: 'polygon', corners: corners.join('\n') };
}

/** The geometry of a form, its ring closed; null while it is none yet. */
export function geometryOf({ kind, longitude, latitude, radius, corners }: ShapeValues): AirspaceGeometry | null {
  if (kind === 'circle') {
    if (!isNumber(longitude) || !isNumber(latitude) || !isNumber(radius) || radius < 1) return null;
    return { type: 'Circle', centre: { longitude, latitude }, radius };
  }
  const places = cornersOf(corners ?? '');
  const [first] = places ?? [];
  if (!places || !first || places.length < 3) return null;
  return { type: 'Polygon', coordinates: [[...places, first]] };
}

/** The corners of a text; null when a line is none. Blank lines do not count, nor does a last one that repeats the first. */
export function cornersOf(text: string): [number, number][] | null {
  const lines = text.split('\n').map((line) => line.trim());
  const places: [number, number][] = [];
  for (const line of lines) {
    if (!line) continue;
    const parts = line.split(/[,，;\s]+/).filter(Boolean);
    const [longitude, latitude] = parts.map(Number);
    if (parts.length !== 2 || !isNumber(longitude) || !isNumber(latitude)) return null;
    if (Math.abs(longitude) > 180 || Math.abs(latitude) > 90) return null;
    places.push([longitude, latitude]);
  }
  const [first, last] = [places[0], places.at(-1)];
  if (places.length > 3 && first && last && first[0] === last[0] && first[1] === last[1]) places.pop();
  return places;
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
