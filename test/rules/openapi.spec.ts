import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { openApiText } from '../../apps/server/src/roles/openapi-text.js';

it('openapi.json is what the controllers and contracts say (npm run openapi)', async () => {
  const written = readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8');
  expect(JSON.parse(written)).toEqual(JSON.parse(await openApiText()));
});
