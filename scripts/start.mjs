import module from 'node:module';
import { prepare } from './prepare.mjs';

// in this process, so that Ctrl-C and kill reach the product itself
await prepare();
// Node 22 and newer keep compiled code from one start to the next
module.enableCompileCache?.();
await import('../dist/apps/standalone/src/main.js');
