import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { COLORS } from '../theme/tokens.js';
import { MAP } from './map-palette.js';
import { MAP_FONT } from './schematic-layers.js';

/** Inks of a plan. Kinds differ in form too: a dash, a ring, a width. */
export const PLAN = {
  now: COLORS.accent,
  before: '#7a5a10',
  flown: '#a1421b',
  place: '#f6e3ae',
  seen: '#006f5f',
  unseen: '#b3202c',
  dock: COLORS.ink,
  keep_out: '#b3202c',
  temporary: '#955300',
  caution: '#6b6412',
} as const;

const areaColour: ExpressionSpecification = [
  'match',
  ['get', 'kind'],
  'keep_out',
  PLAN.keep_out,
  'temporary',
  PLAN.temporary,
  PLAN.caution,
];
const pointColour: ExpressionSpecification = [
  'match',
  ['get', 'look'],
  'seen',
  PLAN.seen,
  'unseen',
  PLAN.unseen,
  'dock',
  PLAN.dock,
  'drone',
  PLAN.flown,
  PLAN.now,
];

/** How the sources `plan-areas`, `plan-lines`, `plan-ends` and `plan-points` are drawn. */
export const planLayers: LayerSpecification[] = [
  {
    id: 'plan-area-fill',
    type: 'fill',
    source: 'plan-areas',
    paint: { 'fill-color': areaColour, 'fill-opacity': ['case', ['get', 'chosen'], 0.26, 0.12] },
  },
  {
    id: 'plan-area-line',
    type: 'line',
    source: 'plan-areas',
    filter: ['==', ['get', 'kind'], 'keep_out'],
    paint: { 'line-color': areaColour, 'line-width': ['case', ['get', 'chosen'], 3, 1.6] },
  },
  {
    id: 'plan-area-dash',
    type: 'line',
    source: 'plan-areas',
    filter: ['!=', ['get', 'kind'], 'keep_out'],
    paint: {
      'line-color': areaColour,
      'line-width': ['case', ['get', 'chosen'], 3, 1.6],
      'line-dasharray': [3, 2],
    },
  },
  {
    // Below the line: what a route is flown for must not hide where it is flown.
    id: 'plan-place',
    type: 'circle',
    source: 'plan-points',
    filter: ['==', ['get', 'look'], 'point'],
    paint: {
      'circle-radius': 8,
      'circle-color': PLAN.place,
      'circle-stroke-color': PLAN.before,
      'circle-stroke-width': 1.6,
    },
  },
  {
    id: 'plan-line-case',
    type: 'line',
    source: 'plan-lines',
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: { 'line-color': '#ffffff', 'line-width': 6, 'line-opacity': 0.85 },
  },
  {
    id: 'plan-line-now',
    type: 'line',
    source: 'plan-lines',
    filter: ['==', ['get', 'look'], 'now'],
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: { 'line-color': PLAN.now, 'line-width': 2.6 },
  },
  {
    id: 'plan-line-before',
    type: 'line',
    source: 'plan-lines',
    filter: ['==', ['get', 'look'], 'before'],
    layout: { 'line-join': 'round' },
    paint: { 'line-color': PLAN.before, 'line-width': 2.2, 'line-dasharray': [2.4, 1.8] },
  },
  {
    id: 'plan-line-flown',
    type: 'line',
    source: 'plan-lines',
    filter: ['==', ['get', 'look'], 'flown'],
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: { 'line-color': PLAN.flown, 'line-width': 3.6 },
  },
  {
    id: 'plan-end',
    type: 'circle',
    source: 'plan-ends',
    minzoom: 12,
    paint: {
      'circle-radius': ['case', ['==', ['get', 'look'], 'now'], 3.4, 2.6],
      'circle-color': '#ffffff',
      'circle-stroke-color': ['case', ['==', ['get', 'look'], 'now'], PLAN.now, PLAN.before],
      'circle-stroke-width': 1.6,
    },
  },
  {
    id: 'plan-point',
    type: 'circle',
    source: 'plan-points',
    filter: ['!=', ['get', 'look'], 'point'],
    paint: {
      'circle-radius': ['match', ['get', 'look'], 'dock', 6, 'drone', 7, 4.5],
      // What nobody sees is hollow.
      'circle-color': ['case', ['==', ['get', 'look'], 'unseen'], '#ffffff', pointColour],
      'circle-stroke-color': ['case', ['==', ['get', 'look'], 'unseen'], PLAN.unseen, '#ffffff'],
      'circle-stroke-width': 1.8,
    },
  },
  {
    id: 'plan-name',
    type: 'symbol',
    source: 'plan-points',
    minzoom: 11,
    layout: {
      'text-field': ['get', 'name'],
      'text-font': MAP_FONT,
      'text-size': 12,
      'text-variable-anchor-offset': ['left', [1, 0], 'right', [-1, 0], 'bottom', [0, -1]],
    },
    paint: { 'text-color': COLORS.ink, 'text-halo-color': MAP.halo, 'text-halo-width': 1.6 },
  },
  {
    id: 'plan-area-name',
    type: 'symbol',
    source: 'plan-areas',
    layout: {
      'text-field': ['get', 'name'],
      'text-font': MAP_FONT,
      'text-size': 12,
      'text-variable-anchor': ['center', 'top', 'bottom', 'left', 'right'],
    },
    paint: { 'text-color': areaColour, 'text-halo-color': MAP.halo, 'text-halo-width': 1.6 },
  },
];
