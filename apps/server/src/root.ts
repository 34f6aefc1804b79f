import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';

const compiled = import.meta.dirname.replaceAll('\\', '/').endsWith('/dist/apps/server/src');

/** The project's root as a directory address: compiled files lie one folder deeper, below `dist`. */
export const ROOT = pathToFileURL(`${resolve(import.meta.dirname, compiled ? '../../../..' : '../../..')}/`);
