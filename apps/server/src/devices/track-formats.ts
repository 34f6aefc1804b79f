import { type TrackView } from '#contracts';

/** A track as a GeoJSON Feature (RFC 7946): a LineString in WGS84 longitude, latitude and ellipsoid height in metres. */
export function trackAsGeoJson(track: TrackView, name: string): object {
  const positions = track.items.map(({ longitude, latitude, heightEllipsoid }) =>
    heightEllipsoid === null ? [longitude, latitude] : [longitude, latitude, heightEllipsoid],
  );
  return {
    type: 'Feature',
    properties: {
      sn: track.sn,
      name,
      from: track.from,
      to: track.to,
      recorded: track.recorded,
      heightDatum: 'ellipsoid',
      times: track.items.map((point) => point.at),
    },
    // a line has two positions or more (RFC 7946, section 3.1.4)
    geometry: positions.length < 2 ? null : { type: 'LineString', coordinates: positions },
  };
}

/**
 * A track as GPX 1.1 (https://www.topografix.com/GPX/1/1/). Its `ele` is by definition above sea level, which we do not
 * know; the ellipsoid height goes into an extension instead.
 */
export function trackAsGpx(track: TrackView, name: string): string {
  const points = track.items.map((point) => {
    const height =
      point.heightEllipsoid === null
        ? ''
        : `<extensions><x:heightEllipsoid>${point.heightEllipsoid}</x:heightEllipsoid></extensions>`;
    return `<trkpt lat="${point.latitude}" lon="${point.longitude}"><time>${point.at}</time>${height}</trkpt>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="Xunhang" xmlns="http://www.topografix.com/GPX/1/1" xmlns:x="urn:xunhang:track">
<trk><name>${escapeXml(name)}</name><desc>${escapeXml(track.sn)}</desc><trkseg>
${points.join('\n')}
</trkseg></trk></gpx>
`;
}

const CSV_COLUMNS = [
  'at',
  'deviceTime',
  'longitude',
  'latitude',
  'heightEllipsoid',
  'heightAboveTakeoff',
  'heading',
  'speed',
  'verticalSpeed',
  'batteryPercent',
  'modeCode',
] as const;

/** A track as CSV (RFC 4180) with a byte order mark, so that spreadsheets read it as UTF-8. A missing value is empty. */
export function trackAsCsv(track: TrackView): string {
  const lines = track.items.map((point) => CSV_COLUMNS.map((column) => point[column] ?? '').join(','));
  return `\uFEFF${[CSV_COLUMNS.join(','), ...lines].join('\r\n')}\r\n`;
}

function escapeXml(text: string): string {
  // what XML 1.0 cannot hold is left out (section 2.2)
  // oxlint-disable-next-line no-control-regex
  const clean = text.toWellFormed().replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
  return clean.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
