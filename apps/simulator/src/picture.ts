import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exifSegment } from './exif.js';
import { app1Segment, withoutMetadata } from './jpeg.js';
import { type AircraftModel } from './models.js';
import { type Shot } from './shooting.js';

/** Real aerial photos (fixtures/SOURCES.md) that stand for what the camera sees. */
const originals: Buffer[] = [];

/**
 * The file of a shot: a real photo, with the place, the angles and the time of the shot in its EXIF and XMP data as the
 * maker writes them. The same shot gives the same bytes; two shots never do.
 */
export function pictureOf(shot: Shot, model: AircraftModel, serial: string): Buffer {
  if (originals.length === 0) originals.push(...photosBesides());
  const photo = originals[(shot.number - 1) % originals.length]!;
  const { head, rest } = withoutMetadata(photo);
  return Buffer.concat([head, exifSegment(shot, model.name), xmpSegment(shot, model, serial), rest]);
}

/** Photos and clip lie beside the sources; built files are three folders further down. */
export function fixturesFolder(): string {
  const beside = join(import.meta.dirname, '../fixtures');
  return existsSync(beside) ? beside : join(import.meta.dirname, '../../../../apps/simulator/fixtures');
}

function photosBesides(): Buffer[] {
  const folder = join(fixturesFolder(), 'photos');
  return readdirSync(folder)
    .filter((name) => /\.jpe?g$/i.test(name))
    .sort()
    .map((name) => withoutMetadata(readFileSync(join(folder, name))))
    .map(({ head, rest }) => Buffer.concat([head, rest]));
}

/** The `drone-dji` data that the maker's cameras write. */
function xmpSegment(shot: Shot, model: AircraftModel, serial: string): Buffer {
  const signed = (value: number, digits: number) => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(digits)}`;
  const values: Record<string, string> = {
    AbsoluteAltitude: signed(shot.absoluteHeight, 2),
    RelativeAltitude: signed(shot.relativeHeight, 2),
    GpsLatitude: signed(shot.place.latitude, 9),
    GpsLongitude: signed(shot.place.longitude, 9),
    GimbalRollDegree: '+0.00',
    GimbalYawDegree: signed(shot.gimbalYaw, 2),
    GimbalPitchDegree: signed(shot.gimbalPitch, 2),
    FlightYawDegree: signed(shot.heading, 2),
    DroneModel: model.name,
    DroneSerialNumber: serial,
  };
  const attributes = Object.entries(values).map(([name, value]) => `   drone-dji:${name}="${value}"`);
  const text = [
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
    ' <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '  <rdf:Description rdf:about="DJI Meta Data" xmlns:drone-dji="http://www.dji.com/drone-dji/1.0/"',
    `${attributes.join('\n')}/>`,
    ' </rdf:RDF>',
    '</x:xmpmeta>',
    '<?xpacket end="w"?>',
  ].join('\n');
  return app1Segment(Buffer.concat([Buffer.from('http://ns.adobe.com/xap/1.0/\0'), Buffer.from(text)]));
}
