import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, ROOT } from './prepare.mjs';

// node scripts/run.mjs <program below dist> [its arguments]
const [program, ...args] = process.argv.slice(2);
await prepare();
const path = join(ROOT, 'dist', program ?? '');
if (!program || !existsSync(path)) {
  process.stderr.write(`没有程序 ${path}。 There is no program ${path}.\n`);
  process.exit(1);
}
process.argv = [process.execPath, path, ...args];
await import(pathToFileURL(path).href);
