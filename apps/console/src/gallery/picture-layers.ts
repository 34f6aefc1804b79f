import type { LayerSpecification } from 'maplibre-gl';
import { MAP } from '../map/map-palette.js';
import { MAP_FONT } from '../map/schematic-layers.js';
import { COLORS } from '../theme/tokens.js';

const CHOSEN = '#a1421b';
/** Half the edge of the mark of a view, CSS pixels. */
const HALF = 22;

/** How the sources `pictures` and `picture-chosen` are drawn. */
export const pictureLayers: LayerSpecification[] = [
  {
    id: 'picture-clusters',
    type: 'circle',
    source: 'pictures',
    filter: ['has', 'point_count'],
    paint: {
      'circle-color': COLORS.accent,
      'circle-opacity': 0.88,
      'circle-radius': ['step', ['get', 'point_count'], 13, 20, 17, 200, 22, 2000, 27],
      'circle-stroke-color': '#ffffff',
      'circle-stroke-width': 2,
    },
  },
  {
    id: 'picture-counts',
    type: 'symbol',
    source: 'pictures',
    filter: ['has', 'point_count'],
    layout: {
      'text-field': ['to-string', ['get', 'point_count']],
      'text-font': MAP_FONT,
      'text-size': 12,
      'text-allow-overlap': true,
    },
    paint: { 'text-color': '#ffffff' },
  },
  {
    id: 'picture-views',
    type: 'symbol',
    source: 'pictures',
    filter: ['all', ['!', ['has', 'point_count']], ['get', 'directed']],
    layout: {
      'icon-image': 'picture-view',
      'icon-rotate': ['get', 'yaw'],
      'icon-rotation-alignment': 'map',
      'icon-allow-overlap': true,
    },
  },
  {
    id: 'picture-dots',
    type: 'circle',
    source: 'pictures',
    filter: ['!', ['has', 'point_count']],
    paint: {
      'circle-radius': 4.5,
      'circle-color': COLORS.accent,
      'circle-stroke-color': MAP.halo,
      'circle-stroke-width': 1.6,
    },
  },
  {
    id: 'picture-chosen-view',
    type: 'symbol',
    source: 'picture-chosen',
    filter: ['get', 'directed'],
    layout: {
      'icon-image': 'picture-view-chosen',
      'icon-rotate': ['get', 'yaw'],
      'icon-rotation-alignment': 'map',
      'icon-allow-overlap': true,
    },
  },
  {
    id: 'picture-chosen-dot',
    type: 'circle',
    source: 'picture-chosen',
    paint: {
      'circle-radius': 6.5,
      'circle-color': CHOSEN,
      'circle-stroke-color': '#ffffff',
      'circle-stroke-width': 2.2,
    },
  },
];

/** The mark of where a camera looks: a wedge that points up, to be turned by the map. */
export function viewMark(chosen: boolean, pixelRatio: number): ImageData | null {
  const canvas = document.createElement('canvas');
  canvas.width = HALF * 2 * pixelRatio;
  canvas.height = HALF * 2 * pixelRatio;
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.scale(pixelRatio, pixelRatio);
  context.translate(HALF, HALF);
  const reach = chosen ? HALF - 1 : HALF - 5;
  context.beginPath();
  context.moveTo(0, 0);
  context.arc(0, 0, reach, -Math.PI / 2 - 0.5, -Math.PI / 2 + 0.5);
  context.closePath();
  context.globalAlpha = chosen ? 0.6 : 0.38;
  context.fillStyle = chosen ? CHOSEN : COLORS.accent;
  context.fill();
  context.globalAlpha = 0.9;
  context.lineWidth = 1;
  context.strokeStyle = chosen ? CHOSEN : COLORS.accent;
  context.stroke();
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
