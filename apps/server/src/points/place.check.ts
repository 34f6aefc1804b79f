import { distance, toWgs84 } from '#geo';
import { type County } from '../county/county.js';
import { type DivisionsService } from '../divisions/divisions.service.js';

interface Place {
  longitude: number;
  latitude: number;
}

/** What is odd about a place: `refuse` says that it cannot be right. */
export interface PlaceDoubt {
  refuse: boolean;
  zh: string;
  en: string;
}

/**
 * Looks whether a WGS84 place can be in the county. A place outside the county's frame is refused; one outside its schematic
 * line is doubted, with the likely mistake: longitude and latitude swapped, or a GCJ-02 or BD-09 place taken for WGS84.
 */
export function doubtPlace(
  { longitude, latitude }: Place,
  { name, bbox }: Pick<County, 'name' | 'bbox'>,
  divisions: Pick<DivisionsService, 'locate'>,
): PlaceDoubt | null {
  const text = `(${longitude}, ${latitude})`;
  if (!inFrame({ longitude, latitude }, bbox)) {
    const swapped = inFrame({ longitude: latitude, latitude: longitude }, bbox);
    return {
      refuse: true,
      zh: swapped
        ? `坐标 ${text} 的经度和纬度填反了，请互换`
        : `坐标 ${text} 不在${name}范围内（经度 ${bbox[0]}–${bbox[2]}，纬度 ${bbox[1]}–${bbox[3]}，WGS84 度），请核对`,
      en: swapped
        ? `longitude and latitude of ${text} are swapped: exchange them`
        : `${text} is not inside the county's frame (longitude ${bbox[0]} to ${bbox[2]}, latitude ${bbox[1]} to ${bbox[3]}, WGS84 degrees): check it`,
    };
  }
  if (divisions.locate(longitude, latitude) !== null) return null;
  const shifted = (['GCJ-02', 'BD-09'] as const).find((datum) => {
    const place = toWgs84({ longitude, latitude, datum });
    return divisions.locate(place.longitude, place.latitude) !== null;
  });
  if (!shifted) {
    return {
      refuse: false,
      zh: `坐标 ${text} 在${name}示意县界之外，请核对`,
      en: `${text} lies outside the schematic line of the county: check it`,
    };
  }
  const metres = Math.round(distance({ longitude, latitude }, toWgs84({ longitude, latitude, datum: shifted })));
  return {
    refuse: false,
    zh: `坐标 ${text} 在示意县界之外，像是 ${shifted} 坐标（偏约 ${metres} 米）；如是请在“坐标系”列填 ${shifted}`,
    en: `${text} lies outside the schematic county line and looks like ${shifted} (off by about ${metres} m): if so, write ${shifted} into the column 坐标系`,
  };
}

function inFrame({ longitude, latitude }: Place, [west, south, east, north]: County['bbox']): boolean {
  return longitude >= west && longitude <= east && latitude >= south && latitude <= north;
}
