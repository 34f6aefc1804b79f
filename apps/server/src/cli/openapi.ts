import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { openApiText } from '../roles/openapi-text.js';
import { ROOT } from '../root.js';

/** Writes `openapi.json` at the project's root; a test compares it with what the server would say. */
writeFileSync(new URL('openapi.json', ROOT), await openApiText());
