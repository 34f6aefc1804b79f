/** Members of an object that a device sent; none for anything else. */
export function objectIn(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && !value.includes('\0') ? value.slice(0, 1000) : null;
}

/** Also when it came as a text: the yaw does on real docks. */
export function numberOf(value: unknown): number | null {
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return null;
  const number = Number(value);
  return Number.isFinite(number) && Math.abs(number) < 1e9 ? number : null;
}

/** Of `{lng, lat}`; null for the 0/0 of a camera without a fix, and for what is no place. */
export function placeOf(value: unknown): { longitude: number; latitude: number } | null {
  const place = objectIn(value);
  const [longitude, latitude] = [numberOf(place['lng']), numberOf(place['lat'])];
  if (longitude === null || latitude === null || (longitude === 0 && latitude === 0)) return null;
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 ? { longitude, latitude } : null;
}

/** 0 to below 360. */
export function compass(angle: number | null): number | null {
  return angle === null ? null : ((angle % 360) + 360) % 360;
}
