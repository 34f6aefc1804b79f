import { readFileSync } from 'node:fs';
import { ROOT } from './root.js';

/** Version of the product, from its package.json. */
export const VERSION: string = (JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as { version: string })
  .version;
