import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readRouteFile, writeKmz } from './index.js';

const folder = new URL('../../fixtures/wayline/', import.meta.url);
const files = readdirSync(folder).filter((name) => /\.(kmz|plan)$/.test(name));

describe('every file of the fixtures', () => {
  it.each(files)('%s is read, and is the same route after writing and reading again', (name) => {
    const { route } = readRouteFile(readFileSync(new URL(name, folder)), name);
    const bytes = writeKmz(route);
    const again = readRouteFile(bytes, name);
    expect(again.route).toEqual(route);
    expect(writeKmz(again.route)).toEqual(bytes);
  });
});
