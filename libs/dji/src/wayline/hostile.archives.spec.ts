import { describe, expect, it } from '@jest/globals';
import { DIRECTORY, END, LOCAL, patched, placemark, waylinesText, zipOf } from '../../fixtures/wayline/samples.js';
import { readRouteFile, WaylineError, type ReadLimits } from './index.js';

const good = waylinesText([0, 1].map((index) => placemark(index)).join('\n'));
const archive = zipOf({ 'wpmz/waylines.wpml': good });

function errorOf(bytes: Uint8Array, limits: Partial<ReadLimits> = {}): WaylineError {
  try {
    readRouteFile(bytes, 'route.kmz', { limits });
  } catch (error) {
    expect(error).toBeInstanceOf(WaylineError);
    return error as WaylineError;
  }
  throw new Error('the file was read');
}

/** An archive whose only entry claims another size than it has. */
function claiming(size: number): Uint8Array {
  return patched(patched(archive, DIRECTORY, 0, 24, size, 4), LOCAL, 0, 22, size, 4);
}

describe('a hostile archive', () => {
  it('is read when it is not hostile at all', () => {
    expect(readRouteFile(archive, 'route.kmz').route.legs[0]!.waypoints).toHaveLength(2);
  });

  it('that declares gigabytes is refused before anything is unpacked', () => {
    expect(errorOf(claiming(0xfffffff0)).code).toBe('too_large');
  });

  it('that is packed beyond belief is refused as a bomb', () => {
    const bomb = zipOf({ 'wpmz/waylines.wpml': new Uint8Array(30 * 2 ** 20).fill(0x20) }, 9);
    expect(bomb.length).toBeLessThan(60_000);
    expect(errorOf(bomb)).toMatchObject({ code: 'suspicious_ratio', file: 'route.kmz/wpmz/waylines.wpml' });
  });

  it('that unpacks to more than it declares is stopped at the declared size', () => {
    const bomb = zipOf({ 'wpmz/waylines.wpml': new Uint8Array(30 * 2 ** 20).fill(0x20) }, 9);
    const lying = patched(patched(bomb, DIRECTORY, 0, 24, 1000, 4), LOCAL, 0, 22, 1000, 4);
    const before = process.memoryUsage().arrayBuffers;
    expect(errorOf(lying)).toMatchObject({ code: 'wrong_size', file: 'route.kmz/wpmz/waylines.wpml' });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40 * 2 ** 20);
  });

  it('that unpacks to less than it declares is refused', () => {
    expect(errorOf(claiming(good.length + 10)).code).toBe('wrong_size');
  });

  it('whose entries together are too large is refused, however many there are', () => {
    const files = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`wpmz/res/${at}`, new Uint8Array(1000)]));
    expect(errorOf(zipOf({ ...files, 'wpmz/waylines.wpml': good }), { totalBytes: 40_000 }).code).toBe('too_large');
  });

  it('with thousands of entries is refused', () => {
    const files = Object.fromEntries(Array.from({ length: 2100 }, (_, at) => [`wpmz/res/${at}`, '']));
    expect(errorOf(zipOf(files, 0)).code).toBe('too_many_entries');
  });

  it.each(['../../etc/passwd', '/etc/passwd', 'wpmz/../../x', 'C:\\windows\\x', 'wpmz\\..\\..\\x', 'wpmz/res/a\0b'])(
    'with an entry named %j is refused',
    (name) => {
      const error = errorOf(zipOf({ 'wpmz/waylines.wpml': good, [name]: 'x' }));
      expect(error).toMatchObject({ code: 'unsafe_path', file: 'route.kmz', line: 0 });
      expect(error.en).toContain('leads outside');
    },
  );

  it.each([
    ['the same name twice', 'wpmz/waylines.wpmk', 'wpmz/waylines.wpml'],
    ['names that differ by case only', 'wpmz/WAYLINES.wpml', 'wpmz/WAYLINES.wpml'],
  ])('with %s is refused', (_, second, renamed) => {
    const twice = zipOf({ 'wpmz/waylines.wpml': good, [second]: good });
    const text = Buffer.from(twice).toString('latin1').replaceAll(second, renamed);
    expect(errorOf(Buffer.from(text, 'latin1')).code).toBe('duplicate_entry');
  });

  it('that is encrypted is refused by name', () => {
    expect(errorOf(patched(archive, DIRECTORY, 0, 8, 1, 2))).toMatchObject({
      code: 'encrypted',
      file: 'route.kmz/wpmz/waylines.wpml',
    });
  });

  it('that uses another compression is refused', () => {
    expect(errorOf(patched(archive, DIRECTORY, 0, 10, 12, 2)).code).toBe('unknown_compression');
  });

  it.each([
    ['zip64 by its sizes', patched(archive, DIRECTORY, 0, 24, 0xffffffff, 4), 'zip64'],
    ['zip64 by its end', patched(archive, END, -1, 16, 0xffffffff, 4), 'zip64'],
    ['one part of several', patched(archive, END, -1, 4, 1, 2), 'multi_disk'],
    ['one part of several by its entries', patched(archive, DIRECTORY, 0, 34, 3, 2), 'multi_disk'],
    ['damaged in its data', patched(archive, LOCAL, 0, 60, 0x12345678, 4), 'damaged_entry'],
    ['wrong in its checksum', patched(archive, DIRECTORY, 0, 16, 0x12345678, 4), 'wrong_checksum'],
    ['wrong in its directory', patched(archive, END, -1, 16, 4, 4), 'damaged_archive'],
    ['wrong in where its data are', patched(archive, DIRECTORY, 0, 42, 7, 4), 'damaged_archive'],
  ])('that is %s is refused', (_, bytes, code) => {
    const error = errorOf(bytes);
    if (code === 'damaged_entry') expect(['damaged_entry', 'wrong_size', 'wrong_checksum']).toContain(error.code);
    else expect(error.code).toBe(code);
  });

  it('whose entries share their data is refused', () => {
    const two = zipOf({ 'wpmz/waylines.wpml': good, 'wpmz/waylines.wpmk': good });
    const text = Buffer.from(patched(two, DIRECTORY, 1, 42, 0, 4)).toString('latin1');
    const shared = Buffer.from(text.replaceAll('waylines.wpmk', 'waylines.wpml'), 'latin1');
    expect(['duplicate_entry', 'damaged_archive']).toContain(errorOf(shared).code);
    expect(errorOf(patched(two, DIRECTORY, 1, 42, 0, 4)).code).toBe('damaged_archive');
  });

  it('that is cut off anywhere is refused, and nothing but our error is thrown', () => {
    for (let length = 2; length < archive.length; length += 7) {
      expect(errorOf(archive.slice(0, length)).file).toMatch(/^route\.kmz/);
    }
  });

  it('with nothing of a route in it says so', () => {
    const error = errorOf(zipOf({ 'readme.txt': 'hello' }));
    expect(error.code).toBe('no_route');
    expect(error.zh).toContain('route.kmz');
  });
});
