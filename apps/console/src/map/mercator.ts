/** Web Mercator: 0 at the antimeridian and the north edge, 1 at the opposite edges (EPSG:3857 scaled to one). */
export function mercatorX(longitude: number): number {
  return (longitude + 180) / 360;
}

export function mercatorY(latitude: number): number {
  const sine = Math.sin((latitude * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

/** From Mercator to CSS pixels of the view; north is up always, so two numbers and a scale are enough. */
export interface View {
  /** Pixels of the whole world at this zoom. */
  worldSize: number;
  /** World pixels of the view's top left corner. */
  left: number;
  top: number;
  width: number;
  height: number;
  zoom: number;
}

/** The view around a centre, degrees; size in CSS pixels; zoom as the map engine counts it (512-pixel tiles). */
export function viewOf(longitude: number, latitude: number, zoom: number, width: number, height: number): View {
  const worldSize = 512 * 2 ** zoom;
  return {
    worldSize,
    left: mercatorX(longitude) * worldSize - width / 2,
    top: mercatorY(latitude) * worldSize - height / 2,
    width,
    height,
    zoom,
  };
}
