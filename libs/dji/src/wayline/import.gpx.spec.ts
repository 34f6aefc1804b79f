import { describe, expect, it } from '@jest/globals';
import { codesOf, placesOf, readText } from '../../fixtures/wayline/samples.js';
import { type ReadRoute, readRouteFile, writeKmz } from './index.js';

/** Whatever is imported can be written and is then the same route. */
function read(text: string, name: string): ReadRoute {
  const result = readText(text, name);
  expect(readRouteFile(writeKmz(result.route), 'again.kmz').route).toEqual(result.route);
  return result;
}

describe('GPX', () => {
  const gpx = (content: string) =>
    `<?xml version="1.0"?>\n<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">${content}</gpx>`;

  it('gives a leg for every route and every segment of a track, with heights above the sea', () => {
    const result = read(
      gpx(
        '<metadata><name>walk</name></metadata><rte><name>r</name><rtept lat="21.1" lon="110.1"><ele>5</ele></rtept><rtept lat="21.2" lon="110.2"><ele>6.5</ele></rtept></rte>' +
          '<trk><trkseg><trkpt lat="1" lon="2"><ele>3</ele><time>2026-01-01T00:00:00Z</time></trkpt></trkseg><trkseg><trkpt lat="4" lon="5"/></trkseg></trk><wpt lat="0.1" lon="0.1"/>',
      ),
      'x.gpx',
    );
    expect(placesOf(result)).toEqual([
      [
        [110.1, 21.1, 5],
        [110.2, 21.2, 6.5],
      ],
      [[2, 1, 3]],
      [[5, 4, undefined]],
    ]);
    expect(result.route.legs[0]!.heights).toBe('above_sea');
    expect(result.source).toMatchObject({ format: 'gpx', name: 'walk' });
    expect(codesOf(result)).toEqual(['info not_imported time', 'warning height_missing ', 'warning not_imported wpt']);
  });

  it('takes single waypoints for a leg where there is nothing else, and lists points without a place', () => {
    const result = read(
      gpx('<wpt lat="1" lon="2"><ele>3</ele></wpt><wpt lat="x" lon="2"/><wpt lat="4" lon="5"><ele>high</ele></wpt>'),
      'x.gpx',
    );
    expect(placesOf(result)).toEqual([
      [
        [2, 1, 3],
        [5, 4, undefined],
      ],
    ]);
    expect(codesOf(result)).toEqual([
      'error unreadable_value wpt',
      'error unreadable_value ele',
      'warning height_missing ',
    ]);
  });
});
