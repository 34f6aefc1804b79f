import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { describe, expect, it } from '@jest/globals';
import { anyRoute } from '../../fixtures/wayline/arbitrary.route.js';
import { DIRECTORY, LOCAL, sampleRoute, zipOf } from '../../fixtures/wayline/samples.js';
import { namespaceFor, readKmz, readRouteFile, WaylineError, writeKmz, type ReadRoute } from './index.js';

const folder = new URL('../../fixtures/wayline/', import.meta.url);
const fixtures = readdirSync(folder)
  .filter((name) => /\.(kmz|plan)$/.test(name))
  .map((name) => ({ name, bytes: new Uint8Array(readFileSync(new URL(name, folder))) }));

describe('any route', () => {
  it('is the same route, and the same bytes, after writing and reading', () => {
    fc.assert(
      fc.property(anyRoute, (route) => {
        const bytes = writeKmz(route);
        const { route: again, issues } = readKmz(bytes, 'any.kmz');
        expect(again).toEqual(route);
        expect(writeKmz(again)).toEqual(bytes);
        expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
      }),
      { numRuns: 120 },
    );
  });

  it('has the same bytes whatever the time and the time zone: every entry is of 1980-01-01 00:00', () => {
    const bytes = writeKmz(sampleRoute());
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const times: number[] = [];
    for (let at = 0; at + 16 <= bytes.length; at++) {
      if (view.getUint32(at, true) === LOCAL) times.push(view.getUint32(at + 10, true));
      if (view.getUint32(at, true) === DIRECTORY) times.push(view.getUint32(at + 12, true));
    }
    expect(times).toEqual(Array(4).fill(0x0021_0000));
  });

  it('is written in the version that its aircraft reads', () => {
    expect(['0-100-1', '0-99-0', '0-103-0'].map(namespaceFor)).toEqual(Array(3).fill('http://www.dji.com/wpmz/1.0.6'));
    expect(['0-67-0', '0-91-1', '0-77-0', undefined].map(namespaceFor)).toEqual(
      Array(4).fill('http://www.dji.com/wpmz/1.0.2'),
    );
  });

  it('is an archive as a dock wants it: two files at their places, no folders, deflate, no extra fields', () => {
    const bytes = writeKmz(sampleRoute());
    expect(Object.keys(unzipSync(bytes))).toEqual(['wpmz/template.kml', 'wpmz/waylines.wpml']);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    expect([
      view.getUint16(4, true),
      view.getUint16(6, true) & ~0x800,
      view.getUint16(8, true),
      view.getUint16(28, true),
    ]).toEqual([20, 0, 8, 0]);
  });

  it.each([
    [
      'a text that XML cannot hold',
      'unwritable_text',
      (route: ReturnType<typeof sampleRoute>) => void (route.author = 'a\u0000b'),
    ],
    [
      'half of a character',
      'unwritable_text',
      (route: ReturnType<typeof sampleRoute>) => void (route.author = '\ud800'),
    ],
    [
      'a name that is markup',
      'unwritable_text',
      (route: ReturnType<typeof sampleRoute>) =>
        void (route.mission.extra = [
          { what: 'element', reason: 'unknown', after: null, element: { name: 'a><b', namespace: 'kml' } },
        ]),
    ],
    [
      'no number',
      'unwritable_number',
      (route: ReturnType<typeof sampleRoute>) => void (route.legs[0]!.waypoints[0]!.height = Number.NaN),
    ],
    [
      'an infinite number',
      'unwritable_number',
      (route: ReturnType<typeof sampleRoute>) => void (route.legs[0]!.waypoints[0]!.longitude = Infinity),
    ],
    [
      'an attachment outside',
      'unsafe_path',
      (route: ReturnType<typeof sampleRoute>) => void route.resources.push({ path: '../x', bytes: new Uint8Array() }),
    ],
    [
      'an attachment in place of the route',
      'unsafe_path',
      (route: ReturnType<typeof sampleRoute>) =>
        void route.resources.push({ path: 'Waylines.wpml', bytes: new Uint8Array() }),
    ],
  ])('with %s is not written', (_, code, spoil) => {
    const route = sampleRoute();
    spoil(route);
    expect(() => writeKmz(route)).toThrow(expect.objectContaining({ name: 'WaylineError', code }));
  });
});

describe('any bytes', () => {
  /** The route, or our error; anything else fails the test. */
  function readOrRefuse(bytes: Uint8Array, name: string): ReadRoute | WaylineError {
    try {
      return readRouteFile(bytes, name, { limits: { textBytes: 2 ** 22, totalBytes: 2 ** 23 } });
    } catch (error) {
      if (error instanceof WaylineError) return error;
      throw error;
    }
  }

  const edits = fc.array(
    fc.tuple(fc.nat(), fc.oneof(fc.nat(255), fc.constantFrom(0x3c, 0x3e, 0x26, 0x22, 0x2f, 0x00, 0x2d))),
    { minLength: 1, maxLength: 12 },
  );

  function edited(bytes: Uint8Array, changes: readonly (readonly [number, number])[]): Uint8Array {
    const copy = bytes.slice();
    for (const [at, value] of changes) copy[at % copy.length] = value;
    return copy;
  }

  it.each(fixtures)(
    'of $name with some changed are read or refused, and what is read can be written again',
    ({ name, bytes }) => {
      fc.assert(
        fc.property(edits, (changes) => {
          const result = readOrRefuse(edited(bytes, changes), name);
          if (!(result instanceof WaylineError))
            expect(readKmz(writeKmz(result.route), 'again.kmz').route).toEqual(result.route);
        }),
        { numRuns: 60 },
      );
    },
  );

  it.each(fixtures.filter(({ name }) => name.endsWith('.kmz')))(
    'of the texts in $name with some changed or cut are read or refused',
    ({ name, bytes }) => {
      const texts = unzipSync(bytes);
      fc.assert(
        fc.property(
          fc.constantFrom('wpmz/template.kml', 'wpmz/waylines.wpml'),
          edits,
          fc.option(fc.nat(), { freq: 5 }),
          (path, changes, cut) => {
            const spoilt = edited(texts[path]!, changes);
            const result = readOrRefuse(
              zipOf({ ...texts, [path]: cut === null ? spoilt : spoilt.slice(0, cut % spoilt.length) }),
              name,
            );
            if (!(result instanceof WaylineError))
              expect(readKmz(writeKmz(result.route), 'again.kmz').route).toEqual(result.route);
            else expect(result.file).toContain(name);
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  it('at all are read or refused', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc.string().map((text) => new TextEncoder().encode(`<kml>${text}`)),
          fc.json().map((text) => new TextEncoder().encode(`{"mission":${text}}`)),
        ),
        (bytes) => {
          const result = readOrRefuse(bytes, 'any');
          expect(result instanceof WaylineError ? result.zh : result.route.legs).toBeDefined();
        },
      ),
      { numRuns: 1000 },
    );
  });
});
