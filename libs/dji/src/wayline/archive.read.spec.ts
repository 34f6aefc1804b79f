import { describe, expect, it } from '@jest/globals';
import { DIRECTORY, patched, sampleRoute, zipOf } from '../../fixtures/wayline/samples.js';
import { routeFilesOf, WaylineError, writeKmz } from './index.js';

const kmz = writeKmz(sampleRoute());
const paths = (files: Record<string, string | Uint8Array>) =>
  routeFilesOf(zipOf(files), 'all.zip')?.map(({ path }) => path) ?? null;

describe('an archive of route files', () => {
  it('gives its files, without what operating systems add', () => {
    const found = routeFilesOf(
      zipOf({ 'a/one.kmz': kmz, 'two.plan': '{}', 'readme.txt': 'x', '__MACOSX/a/._one.kmz': 'x', 'a/.DS_Store': 'x' }),
      'all.zip',
    );
    expect(found?.map(({ path }) => path)).toEqual(['a/one.kmz', 'two.plan', 'readme.txt']);
    expect(found?.[0]).toEqual({ path: 'a/one.kmz', bytes: kmz });
    const damaged = patched(zipOf({ 'one.kmz': kmz, 'two.kmz': kmz }, 0), DIRECTORY, 0, 16, 1, 4);
    expect(routeFilesOf(damaged, 'all.zip')).toMatchObject([
      { path: 'one.kmz', fault: { code: 'wrong_checksum', file: 'all.zip/one.kmz' } },
      { path: 'two.kmz', bytes: kmz },
    ]);
    expect(paths({ 'one.kml': '<kml/>', 'two.kml': '<kml/>' })).toEqual(['one.kml', 'two.kml']);
  });

  it('is told from a route, and from what is no archive', () => {
    expect(routeFilesOf(kmz, 'a.kmz')).toBeNull();
    expect(paths({ 'doc.kml': '<kml/>', 'files/a.png': 'x' })).toBeNull();
    expect(paths({ 'wpmz/template.kml': '<kml/>', 'wpmz/waylines.wpml': '<kml/>' })).toBeNull();
    expect(routeFilesOf(new TextEncoder().encode('{}'), 'a.zip')).toBeNull();
  });

  it('is bounded in files and bytes whatever it claims', () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, nr) => [`${nr}.kmz`, 'x']));
    const refused = (files: Record<string, string | Uint8Array>, limits: object) => {
      try {
        return routeFilesOf(zipOf(files, 9), 'all.zip', { limits });
      } catch (error) {
        return (error as WaylineError).code;
      }
    };
    expect(refused(many, { entries: 10 })).toBe('too_many_entries');
    expect(refused({ 'a.kmz': new Uint8Array(5_000_000) }, {})).toBe('suspicious_ratio');
    expect(refused({ 'a.kmz': new Uint8Array(500_000), 'b.kmz': kmz }, { totalBytes: 400_000 })).toBe('too_large');
  });
});
