import { prepare } from './prepare.mjs';

// in this process, so that Ctrl-C and kill reach the product itself
await prepare();
await import('../dist/apps/standalone/src/main.js');
