declare const reference: unique symbol;
type Metres<Reference extends string> = number & { readonly [reference]: Reference };

/** Metres above the WGS84 ellipsoid, 椭球高: what satellite receivers, docks and aircraft report. */
export type EllipsoidHeight = Metres<'ellipsoid'>;
/** Metres above the EGM96 geoid, 海拔: maps, elevation models, `EGM96` in a route file. */
export type SeaHeight = Metres<'sea'>;
/** Metres above the take-off point, 相对起飞点: `relativeToStartPoint` in a route file. */
export type TakeOffHeight = Metres<'take-off'>;
/** Metres above the ground right below, 真高: what Chinese rules limit to 120 m. */
export type GroundHeight = Metres<'ground'>;
/** Metres of the EGM96 geoid above the WGS84 ellipsoid at a place; about -15.6 in Lianjiang. */
export type Undulation = Metres<'undulation'>;

/** A number read from a source that says which height it is. There is no other way to make one. */
export const ellipsoidHeight = (metres: number): EllipsoidHeight => metres as EllipsoidHeight;
export const seaHeight = (metres: number): SeaHeight => metres as SeaHeight;
export const takeOffHeight = (metres: number): TakeOffHeight => metres as TakeOffHeight;
export const groundHeight = (metres: number): GroundHeight => metres as GroundHeight;
export const undulationOf = (metres: number): Undulation => metres as Undulation;

export type HeightKind = 'ellipsoid' | 'sea' | 'takeOff' | 'ground';

/** How the screen names a height. */
export const heightNames: Readonly<Record<HeightKind, { zh: string; en: string }>> = {
  ellipsoid: { zh: '椭球高', en: 'ellipsoid height' },
  sea: { zh: '海拔', en: 'height above sea' },
  takeOff: { zh: '相对起飞点', en: 'height above take-off' },
  ground: { zh: '真高', en: 'height above ground' },
};

/** H = h - N. */
export function ellipsoidToSea(height: EllipsoidHeight, undulation: Undulation): SeaHeight {
  return seaHeight(height - undulation);
}

/** h = H + N. */
export function seaToEllipsoid(height: SeaHeight, undulation: Undulation): EllipsoidHeight {
  return ellipsoidHeight(height + undulation);
}

/** `takeOff` is the ellipsoid height of the point the aircraft took off from. */
export function ellipsoidToTakeOff(height: EllipsoidHeight, takeOff: EllipsoidHeight): TakeOffHeight {
  return takeOffHeight(height - takeOff);
}

/** `takeOff` is the ellipsoid height of the point the aircraft took off from. */
export function takeOffToEllipsoid(height: TakeOffHeight, takeOff: EllipsoidHeight): EllipsoidHeight {
  return ellipsoidHeight(takeOff + height);
}

/** `ground` is the terrain right below, above sea like the height itself. */
export function seaToGround(height: SeaHeight, ground: SeaHeight): GroundHeight {
  return groundHeight(height - ground);
}

/** `ground` is the terrain right below, above sea. */
export function groundToSea(height: GroundHeight, ground: SeaHeight): SeaHeight {
  return seaHeight(ground + height);
}
