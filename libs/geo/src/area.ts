/** A GeoJSON position: longitude, latitude in WGS84 degrees; further members are ignored. */
export type Position = readonly number[];

/** A GeoJSON Polygon or MultiPolygon. */
export type AreaGeometry =
  | { type: 'Polygon'; coordinates: readonly (readonly Position[])[] }
  | { type: 'MultiPolygon'; coordinates: readonly (readonly (readonly Position[])[])[] };

/** Bands of latitude per area: with some 16 edges in each, a lookup costs under a microsecond. */
const EDGES_PER_BAND = 16;

/**
 * An area that answers quickly whether a point lies in it. Even-odd rule over all rings (RFC 7946 rings, so holes are
 * outside and the parts of a MultiPolygon count alike); edges are straight in longitude and latitude, as RFC 7946 draws
 * them. An area must not cross the date line (RFC 7946 §3.1.9 asks to cut it there). Points exactly on an edge fall on
 * one side, and of two areas that share the edge on exactly one.
 */
export class Area {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  /** For each band of latitude, the edges that touch it as x1, y1, x2, y2. */
  private readonly bands: readonly Float64Array[];

  /** Throws a `RangeError` when the geometry has no edges. */
  constructor(geometry: AreaGeometry) {
    const edges = edgesOf(geometry);
    if (edges.length === 0) throw new RangeError('Area: the geometry has no edges');
    this.west = edges.reduce((least, [x1, , x2]) => Math.min(least, x1, x2), Infinity);
    this.east = edges.reduce((most, [x1, , x2]) => Math.max(most, x1, x2), -Infinity);
    this.south = edges.reduce((least, [, y1, , y2]) => Math.min(least, y1, y2), Infinity);
    this.north = edges.reduce((most, [, y1, , y2]) => Math.max(most, y1, y2), -Infinity);
    const bands: number[][] = Array.from({ length: Math.ceil(edges.length / EDGES_PER_BAND) }, () => []);
    this.bandCount = bands.length;
    for (const edge of edges) {
      const last = this.bandOf(Math.max(edge[1], edge[3]));
      for (let band = this.bandOf(Math.min(edge[1], edge[3])); band <= last; band++) bands[band]!.push(...edge);
    }
    this.bands = bands.map((numbers) => Float64Array.from(numbers));
  }

  private readonly bandCount: number;

  /** Is the WGS84 point inside? */
  contains(longitude: number, latitude: number): boolean {
    if (!(longitude >= this.west && longitude <= this.east && latitude >= this.south && latitude <= this.north))
      return false;
    const edges = this.bands[this.bandOf(latitude)]!;
    let inside = false;
    for (let at = 0; at < edges.length; at += 4) {
      const y1 = edges[at + 1]!;
      const y2 = edges[at + 3]!;
      // Half open: an end that two edges share counts once.
      if (y1 > latitude === y2 > latitude) continue;
      const x1 = edges[at]!;
      if (longitude < x1 + ((latitude - y1) / (y2 - y1)) * (edges[at + 2]! - x1)) inside = !inside;
    }
    return inside;
  }

  private bandOf(latitude: number): number {
    const share = this.north === this.south ? 0 : (latitude - this.south) / (this.north - this.south);
    return Math.min(this.bandCount - 1, Math.floor(share * this.bandCount));
  }
}

type Edge = [x1: number, y1: number, x2: number, y2: number];

function edgesOf(geometry: AreaGeometry): Edge[] {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return polygons.flat().flatMap((ring) =>
    ring.slice(1).map((to, index): Edge => {
      const from = ring[index]!;
      // Always from south to north, so that the edge shared by two areas is computed alike for both.
      const upward = from[1]! < to[1]! || (from[1] === to[1] && from[0]! < to[0]!);
      const [low, high] = upward ? [from, to] : [to, from];
      return [low[0]!, low[1]!, high[0]!, high[1]!];
    }),
  );
}
