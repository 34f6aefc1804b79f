import { describe, expect, it } from '@jest/globals';
import { placemark, waylinesText, wpmlText, zipOf } from '../../fixtures/wayline/samples.js';
import { readRouteFile, WaylineError, writeKmz, type ReadLimits } from './index.js';

const good = waylinesText([0, 1].map((index) => placemark(index)).join('\n'));
const PLACE = 'route.kmz/wpmz/waylines.wpml';

function kmz(text: string | Uint8Array): Uint8Array {
  return zipOf({ 'wpmz/waylines.wpml': text });
}

function errorOf(bytes: Uint8Array, file = 'route.kmz', limits: Partial<ReadLimits> = {}): WaylineError {
  try {
    readRouteFile(bytes, file, { limits });
  } catch (error) {
    expect(error).toBeInstanceOf(WaylineError);
    return error as WaylineError;
  }
  throw new Error('the file was read');
}

function wide(text: string, order: 'LE' | 'BE'): Uint8Array {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return order === 'LE' ? bytes : bytes.swap16();
}

describe('a hostile text', () => {
  it.each([
    ['an external entity', '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>'],
    ['a billion laughs', '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'],
    ['an external document type', '<!DOCTYPE kml SYSTEM "http://203.0.113.1/evil.dtd">'],
    ['a document type in small letters', '<!doctype kml>'],
  ])('with %s is refused at its line', (_, type) => {
    const error = errorOf(kmz(good.replace('?>\n', `?>\n${type}\n`)));
    expect(error).toMatchObject({ code: 'document_type', file: PLACE, line: 2 });
    expect(error.en).toContain(`${PLACE} line 2`);
    expect(error.zh).toContain(`${PLACE} 第 2 行`);
  });

  it.each(['&x;', '&#0;', '&#xD800;', '&#x110000;', '&;', '& ', '&#12345678901;'])(
    'with the reference %j is refused',
    (reference) => {
      const error = errorOf(kmz(good.replace('goHome', `go${reference}Home`)));
      expect(error).toMatchObject({ code: 'not_well_formed', file: PLACE, line: 5 });
    },
  );

  it.each([
    ['UTF-16 little endian', wide(good, 'LE'), 1],
    ['UTF-16 big endian', wide(good, 'BE'), 1],
    ['UTF-16 without a mark', wide(good, 'LE').subarray(2), 1],
    ['declared as GB18030', Buffer.from(good.replace('UTF-8', 'GB18030')), 1],
    ['declared as Latin-1', Buffer.from(good.replace('UTF-8', 'ISO-8859-1')), 1],
    ['Latin-1 that calls itself UTF-8', Buffer.from(good.replace('goHome', 'caf\u00e9'), 'latin1'), 5],
    [
      'GB18030 that calls itself UTF-8',
      Buffer.concat([Buffer.from(good.slice(0, 200)), Buffer.from([0xba, 0xbd]), Buffer.from(good.slice(200))]),
      5,
    ],
  ])('that is %s is refused with the remedy', (_, bytes, line) => {
    const error = errorOf(kmz(bytes));
    expect(error).toMatchObject({ code: 'wrong_encoding', file: PLACE, line });
    expect(error.zh).toContain('UTF-8');
  });

  it('in UTF-8 with a byte order mark is read', () => {
    const { route } = readRouteFile(kmz(Buffer.from(`\ufeff${good}`)), 'route.kmz');
    expect(route.legs[0]!.waypoints).toHaveLength(2);
  });

  it('that nests without end is refused where it becomes too deep', () => {
    const error = errorOf(kmz(wpmlText(`${'<a>\n'.repeat(200_000)}`)));
    expect(error).toMatchObject({ code: 'too_deep', file: PLACE });
    expect(error.line).toBeLessThan(100);
  });

  it('of millions of empty elements is refused by their number', () => {
    expect(errorOf(kmz(wpmlText('<a/>'.repeat(60_000))), 'route.kmz', { nodes: 50_000 }).code).toBe(
      'too_many_elements',
    );
  });

  it('with hundreds of attributes or namespaces is refused', () => {
    const many = (prefix: string) => Array.from({ length: 300 }, (_, at) => ` ${prefix}a${at}="x"`).join('');
    expect(errorOf(kmz(wpmlText(`<a${many('')}/>`))).code).toBe('too_many_elements');
    const namespaces = Array.from({ length: 150 }, (_, at) => ` xmlns:a${at}="x"`).join('');
    expect(errorOf(kmz(wpmlText(`<a${namespaces}/>`))).code).toBe('too_many_elements');
  });

  it.each([
    ['cut off', good.slice(0, -30)],
    ['with a wrong end tag', good.replace('</wpml:finishAction>', '</wpml:finish>')],
    ['with two roots', `${good}<kml/>`],
    ['with text behind the root', `${good}text`],
    ['with a repeated attribute', good.replace('<Document>', '<Document a="1" a="2">')],
    ['with an undeclared prefix', good.replace('<Document>', '<Document><foo:bar/>')],
    ['with a control character', good.replace('goHome', 'go\u0001Home')],
    ['with a bare bracket', good.replace('goHome', 'go<Home')],
    ['with a cut comment', good.replace('<Document>', '<Document><!-- ')],
    ['with a comment that has two dashes', good.replace('<Document>', '<Document><!-- a -- b -->')],
    ['with the end of a CDATA section in a text', good.replace('goHome', 'go]]>Home')],
    ['empty but for its declaration', '<?xml version="1.0" encoding="UTF-8"?>\n'],
    ['with a name that begins with a digit', good.replace('<Document>', '<Document><1a/>')],
    ['with a second declaration', good.replace('<Document>', '<Document><?xml version="1.0"?>')],
  ])('%s is refused as not well formed, with its line', (_, text) => {
    const error = errorOf(kmz(text));
    expect(error).toMatchObject({ code: 'not_well_formed', file: PLACE });
    expect(error.line).toBeGreaterThan(0);
  });

  it.each([
    'NaN,21.6',
    '110.28',
    '110.28,',
    'abc',
    '',
    '1e400,21.6',
    '110,21,5,7',
    '99999999999999999999,21',
    '110.2,21.6 110.3,21.7',
    'Infinity,1',
  ])('with a waypoint at %j is refused at its line, because no waypoint may silently be missing', (coordinates) => {
    const error = errorOf(kmz(waylinesText(`${placemark(0)}\n${placemark(1, '', coordinates)}`)));
    expect(error).toMatchObject({ code: 'no_coordinates', file: PLACE, line: 16 });
    expect(error.issues).toContainEqual(
      expect.objectContaining({ code: 'unreadable_value', element: 'coordinates', line: 17 }),
    );
  });

  it.each(['NaN', 'Infinity', '1e400', '12,5', '0x10', '', '1e99999', '--5', '9'.repeat(400)])(
    'with the height %j tells it as an error with its line, and keeps the text',
    (height) => {
      const bytes = kmz(good.replace('<wpml:executeHeight>90<', `<wpml:executeHeight>${height}<`));
      const { route, issues } = readRouteFile(bytes, 'route.kmz');
      expect(issues).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            severity: 'error',
            code: 'unreadable_value',
            element: 'executeHeight',
            file: PLACE,
            line: 14,
          }),
        ]),
      );
      expect(route.legs[0]!.waypoints[0]).not.toHaveProperty('height');
      expect(readRouteFile(writeKmz(route), 'route.kmz').route).toEqual(route);
    },
  );

  it('of 10,000 waypoints is read whole', () => {
    const text = waylinesText(Array.from({ length: 10_000 }, (_, at) => placemark(at)).join('\n'));
    const { route, issues } = readRouteFile(kmz(text), 'route.kmz');
    expect(route.legs[0]!.waypoints).toHaveLength(10_000);
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('of 65,535 waypoints is read whole; the next one is refused at its line', () => {
    const points = (count: number) => Array.from({ length: count }, (_, at) => point(at)).join('\n');
    const point = (at: number) =>
      `<Placemark><Point><coordinates>${110 + at / 1e5},21.1</coordinates></Point></Placemark>`;
    const { route } = readRouteFile(kmz(waylinesText(points(65_535))), 'route.kmz');
    expect(route.legs[0]!.waypoints).toHaveLength(65_535);
    const error = errorOf(kmz(waylinesText(points(65_536))));
    expect(error).toMatchObject({ code: 'too_many_waypoints', file: PLACE, line: 65_546 });
  });

  it('of strange elements by the thousand is told once for each name', () => {
    const text = waylinesText(
      Array.from({ length: 3000 }, (_, at) => placemark(at, '<wpml:strange>1</wpml:strange>')).join('\n'),
    );
    const { issues } = readRouteFile(kmz(text), 'route.kmz');
    expect(issues.filter(({ element }) => element === 'strange')).toEqual([
      expect.objectContaining({ severity: 'info', count: 3000 }),
    ]);
  });

  it('of faults by the thousand is told in a bounded list', () => {
    const text = waylinesText(
      Array.from({ length: 3000 }, (_, at) => placemark(at, '<wpml:waypointSpeed>x</wpml:waypointSpeed>')).join('\n'),
    );
    const { issues } = readRouteFile(kmz(text), 'route.kmz');
    expect(issues.length).toBeLessThanOrEqual(501);
    expect(issues.at(-1)).toMatchObject({ code: 'more_issues', severity: 'error' });
  });

  it.each([
    '{"type":"LineString","coordinates":[[1,2],[3,NaN]]}',
    '{"a":1',
    '[1,2]',
    '{"a":"\u0001"}',
    '{"a":1}x',
    `${'{"a":'.repeat(100_000)}`,
    '{"a":1e999}',
    'x',
    '',
    '{"type":"Point"}',
  ])('of JSON, %.40j, is refused by our error alone', (text) => {
    expect(errorOf(Buffer.from(text), 'a.geojson').file).toBe('a.geojson');
  });

  it('names the line of a fault in JSON', () => {
    expect(
      errorOf(Buffer.from('{\n"type": "LineString",\n"coordinates": [[1, 2], [3, oops]]}'), 'a.geojson'),
    ).toMatchObject({
      code: 'not_well_formed',
      line: 3,
    });
  });
});
