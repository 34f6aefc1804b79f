/** A place to be clustered, in Mercator units of 0 to 1. */
export interface ClusterPoint {
  x: number;
  y: number;
}

export interface Cluster<Point extends ClusterPoint> {
  x: number;
  y: number;
  members: Point[];
}

/**
 * Groups points that lie within `radius` (Mercator units) of an earlier point, in the order given: with a stable order
 * groups stay together while their members move a little. Linear in the number of points for spread-out points.
 */
export function clusterPoints<Point extends ClusterPoint>(points: readonly Point[], radius: number): Cluster<Point>[] {
  const cells = new Map<number, number[]>();
  const columns = Math.ceil(1 / radius) + 1;
  const cellOf = (point: ClusterPoint) => Math.floor(point.y / radius) * columns + Math.floor(point.x / radius);
  for (const [index, point] of points.entries()) {
    const cell = cellOf(point);
    const members = cells.get(cell);
    if (members) members.push(index);
    else cells.set(cell, [index]);
  }
  const taken = new Uint8Array(points.length);
  const clusters: Cluster<Point>[] = [];
  for (const [index, point] of points.entries()) {
    if (taken[index]) continue;
    taken[index] = 1;
    const members = [point];
    const home = cellOf(point);
    for (const offset of [-columns - 1, -columns, -columns + 1, -1, 0, 1, columns - 1, columns, columns + 1]) {
      for (const other of cells.get(home + offset) ?? []) {
        const candidate = points[other];
        if (taken[other] || !candidate || Math.hypot(candidate.x - point.x, candidate.y - point.y) > radius) continue;
        taken[other] = 1;
        members.push(candidate);
      }
    }
    clusters.push(members.length === 1 ? { x: point.x, y: point.y, members } : { ...middle(members), members });
  }
  return clusters;
}

function middle(members: readonly ClusterPoint[]): ClusterPoint {
  let x = 0;
  let y = 0;
  for (const member of members) {
    x += member.x;
    y += member.y;
  }
  return { x: x / members.length, y: y / members.length };
}
