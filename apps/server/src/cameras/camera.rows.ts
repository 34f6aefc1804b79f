import { type CameraSource, NO_MOUNTING, type CameraMounting } from '#contracts';
import { toWgs84 } from '#geo';
import { type DivisionFinder } from '../points/division.finder.js';
import { DATUM_WORDS, PLACEMENT_WORDS, STATE_WORDS } from '../points/feature-point.sheet.js';
import { type Draft } from '../sheets/catalogue.import.js';
import { type RowReader } from '../sheets/row.reader.js';
import { RIGHTS_WORDS, SIGN_WORDS, SOURCE_WORDS } from './camera.sheet.js';
import { type CameraValues } from './camera.store.js';

/** What a row says, with what the camera asks for. */
export type CameraDraftValues = CameraValues & { username?: string; password?: string };

const DIVISION_KEYS = { code: 'divisionCode', town: 'town', village: 'village' };
const PLACE_KEYS = ['divisionCode', 'town', 'village'] as const;

/**
 * What a row of the sheet of cameras says; null without a code. Columns that are missing are left out of the values, and so
 * is the division where its cells are all blank: a camera that is known keeps it, of a new one `divisionAt` tells by its
 * place.
 */
export function cameraDraft(row: RowReader, divisions: DivisionFinder): Draft<CameraDraftValues> | null {
  const code = row.code('code');
  if (code === null) {
    row.error('code', '国标编码为空，请填写', 'the national code is empty: fill it in');
    return null;
  }
  const saysDivision = PLACE_KEYS.some((key) => row.has(key) && row.code(key) !== null);
  const division = saysDivision ? divisions.ofRow(row, DIVISION_KEYS) : null;
  if (division?.level === 'county') {
    const zh = '不能属于全县，请填写镇街或村';
    row.error('divisionCode', zh, 'it cannot belong to the whole county: write a town or a village');
  }
  const values: Record<string, unknown> = {
    code,
    name: row.text('name') ?? '',
    ...(division && { divisionCode: division.code }),
    ...placeOf(row),
  };
  if (row.has('placement')) values['placement'] = row.choice('placement', PLACEMENT_WORDS) ?? 'assumed';
  for (const key of ['vendor', 'model'] as const) if (row.has(key)) values[key] = row.text(key) ?? '';
  if (row.has('source')) values['source'] = sourceOf(row);
  if (row.has('height') || row.has('azimuth') || row.has('tilt') || row.has('sign') || row.has('mountingNote')) {
    values['mounting'] = mountingOf(row);
  }
  if (row.has('rights')) values['rights'] = row.choice('rights', RIGHTS_WORDS) ?? 'internal';
  if (row.has('slowLivePoint')) values['slowLivePoint'] = row.code('slowLivePoint');
  if (row.has('tags')) values['tags'] = row.list('tags');
  if (row.has('state')) values['state'] = row.choice('state', STATE_WORDS) ?? 'active';
  for (const key of ['username', 'password'] as const) {
    const text = row.text(key);
    if (text !== null) values[key] = text;
  }
  return { row, code, values, version: row.number('version') };
}

function placeOf(row: RowReader): { longitude?: number | null; latitude?: number | null } {
  if (!row.has('longitude') && !row.has('latitude')) return {};
  const longitude = row.number('longitude');
  const latitude = row.number('latitude');
  const datum = row.choice('datum', DATUM_WORDS) ?? 'WGS84';
  if (longitude === null || latitude === null || datum === 'WGS84') return { longitude, latitude };
  const place = toWgs84({ longitude, latitude, datum });
  return { longitude: Number(place.longitude.toFixed(7)), latitude: Number(place.latitude.toFixed(7)) };
}

function mountingOf(row: RowReader): CameraMounting {
  const sign = row.choice('sign', SIGN_WORDS);
  return {
    ...NO_MOUNTING,
    height: row.number('height'),
    azimuth: row.number('azimuth'),
    tilt: row.number('tilt'),
    sign: sign === null ? null : sign === 'yes',
    note: row.text('mountingNote'),
  };
}

/** As it stands there, before the contract has looked at it; what lacks its address is an error of the row. */
function sourceOf(row: RowReader): CameraSource {
  const kind = row.choice('source', SOURCE_WORDS) ?? 'none';
  const address = row.text('address');
  if (kind === 'none') {
    if (address !== null && !row.isRefused) {
      const zh = '填了接入地址，但没有填接入方式，请补上';
      row.error('source', zh, 'there is an address but no kind of source: fill it in');
    }
    return { kind };
  }
  if (address === null) {
    row.error('address', '接入地址为空，请填写', 'the address is empty: fill it in');
    return { kind: 'none' };
  }
  switch (kind) {
    case 'rtsp':
      return { kind, address, subAddress: row.text('subAddress') };
    case 'http_snapshot':
    case 'hls':
      return { kind, address };
    case 'rtmp_push':
      return { kind, stream: address };
    case 'gb28181': {
      const [deviceId = '', channelId = ''] = address.split('/').map((part) => part.trim());
      return { kind, deviceId, channelId };
    }
    case 'drone':
      return { kind, droneSn: address };
  }
}
