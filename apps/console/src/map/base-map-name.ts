import type { TFunction } from 'i18next';
import type { CountyView } from '#contracts';

/** The base map's name on the screen. */
export function baseMapName(source: CountyView['baseMap']['source'], t: TFunction): string {
  switch (source) {
    case 'tianditu':
      return t('map/baseTianditu');
    case 'xyz':
      return t('map/baseXyz');
    case 'pmtiles':
      return t('map/basePmtiles');
    case 'schematic':
      return t('map/baseSchematic');
  }
}
