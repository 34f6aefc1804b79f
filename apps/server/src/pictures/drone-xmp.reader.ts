/** What the makers' XMP data say of where a drone was and where its camera looked. Degrees, metres. */
export interface DroneXmp {
  latitude?: number;
  longitude?: number;
  absoluteHeight?: number;
  relativeHeight?: number;
  gimbalYaw?: number;
  gimbalPitch?: number;
  gimbalRoll?: number;
  droneSerial?: string;
}

/** XMP beyond this is an embedded picture. */
const LONGEST = 256 * 1024;
/** A value is an attribute, or an element of its own; both are written. */
const VALUES = /drone-dji:([A-Za-z]{1,40})(?:\s{0,10}=\s{0,10}"([^"<]{0,100})"|>([^<]{0,100})<)/g;

/** Reads the `drone-dji` values; those that are no numbers, or no angles, are left out. */
export function readDroneXmp(xmp: string): DroneXmp {
  const values = new Map<string, string>();
  for (const [, name, attribute, element] of xmp.slice(0, LONGEST).matchAll(VALUES)) {
    if (!values.has(name!)) values.set(name!, (attribute ?? element ?? '').trim());
  }
  const number = (most: number, ...names: string[]) => {
    const text = names.map((name) => values.get(name)).find((value) => value !== undefined && value !== '');
    const value = Number(text ?? Number.NaN);
    return Number.isFinite(value) && Math.abs(value) <= most ? value : undefined;
  };
  const latitude = number(90, 'GpsLatitude', 'Latitude');
  // One series of cameras misspells it.
  const longitude = number(180, 'GpsLongitude', 'GpsLongtitude', 'Longitude');
  const hasPlace = latitude !== undefined && longitude !== undefined && (latitude !== 0 || longitude !== 0);
  const yaw = number(720, 'GimbalYawDegree');
  const serial = values.get('DroneSerialNumber');
  const found: Record<string, number | string | undefined> = {
    ...(hasPlace ? { latitude, longitude } : {}),
    absoluteHeight: number(20_000, 'AbsoluteAltitude'),
    relativeHeight: number(20_000, 'RelativeAltitude'),
    gimbalYaw: yaw === undefined ? undefined : ((yaw % 360) + 360) % 360,
    gimbalPitch: number(180, 'GimbalPitchDegree'),
    gimbalRoll: number(180, 'GimbalRollDegree'),
    droneSerial: serial !== undefined && /^[\w-]{1,64}$/.test(serial) ? serial : undefined,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}
