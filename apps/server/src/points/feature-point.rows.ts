import { type PicturePose } from '#contracts';
import { toWgs84 } from '#geo';
import { type Draft } from '../sheets/catalogue.import.js';
import { type RowReader } from '../sheets/row.reader.js';
import { type DivisionFinder } from './division.finder.js';
import {
  CLASS_WORDS,
  DATUM_WORDS,
  HEIGHT_WORDS,
  PLACEMENT_WORDS,
  PROFILE_WORDS,
  STATE_WORDS,
} from './feature-point.sheet.js';
import { type FeaturePointValues } from './feature-point.store.js';

const DIVISION_KEYS = { code: 'divisionCode', town: 'town', village: 'village' };

/** What a row of the sheet of feature points says; null without a code. Columns that are missing are left out of the values. */
export function pointDraft(row: RowReader, divisions: DivisionFinder): Draft<FeaturePointValues> | null {
  const code = row.code('code');
  if (code === null) {
    row.error('code', '编码为空，请填写', 'the code is empty: fill it in');
    return null;
  }
  const division = divisions.ofRow(row, DIVISION_KEYS);
  const values: Record<string, unknown> = {
    code,
    name: row.text('name') ?? '',
    class: row.choice('class', CLASS_WORDS),
    ...(division && { divisionCode: division.code }),
    ...placeOf(row),
  };
  if (division?.level === 'county') {
    row.error(
      'divisionCode',
      '不能属于全县，请填写镇街或村',
      'it cannot belong to the whole county: write a town or a village',
    );
  }
  if (row.has('placement')) values['placement'] = row.choice('placement', PLACEMENT_WORDS) ?? 'assumed';
  if (row.has('placementNote')) values['placementNote'] = row.text('placementNote');
  if (row.has('tags')) values['tags'] = row.list('tags');
  if (row.has('story')) values['story'] = row.text('story') ?? '';
  if (row.has('profileKind')) values['profile'] = profileOf(row);
  if (row.has('state')) values['state'] = row.choice('state', STATE_WORDS) ?? 'active';
  return { row, code, values, version: row.number('version') };
}

/** A row of the sheet of poses, before the contract has looked at it; null without a code. */
export function poseDraft(row: RowReader): { row: RowReader; code: string; pose: PicturePose } | null {
  const code = row.code('code');
  if (code === null) {
    row.error('code', '点位编码为空，请填写', 'the code of the point is empty: fill it in');
    return null;
  }
  const pose = {
    name: row.text('name') ?? '',
    longitude: row.number('longitude'),
    latitude: row.number('latitude'),
    height: row.number('height'),
    heightDatum: row.choice('heightDatum', HEIGHT_WORDS),
    gimbalPitch: row.number('gimbalPitch'),
    gimbalYaw: row.number('gimbalYaw'),
    zoom: row.number('zoom'),
    note: row.text('note'),
  };
  return { row, code, pose: pose as PicturePose };
}

function placeOf(row: RowReader): { longitude: number | null; latitude: number | null } {
  const longitude = row.number('longitude');
  const latitude = row.number('latitude');
  const datum = row.choice('datum', DATUM_WORDS) ?? 'WGS84';
  if (longitude === null || latitude === null || datum === 'WGS84') return { longitude, latitude };
  const place = toWgs84({ longitude, latitude, datum });
  return { longitude: rounded(place.longitude), latitude: rounded(place.latitude) };
}

/** To ten millionths of a degree, about a centimetre: what a shift of datum adds is not measured. */
function rounded(degrees: number): number {
  return Number(degrees.toFixed(7));
}

function profileOf(row: RowReader): FeaturePointValues['profile'] {
  const kind = row.choice('profileKind', PROFILE_WORDS);
  const naturalVillages = row.list('naturalVillages');
  if (kind) return { kind, naturalVillages, note: row.text('profileNote') };
  if (naturalVillages.length > 0) {
    row.warning(
      'naturalVillages',
      '没有填“典型类型”，自然村未导入',
      'the natural villages were left out, because 典型类型 is empty',
    );
  }
  return null;
}
