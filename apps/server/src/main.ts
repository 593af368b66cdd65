/** `npm start`. Compiled code is kept beside the packages, so every start but the first skips compiling. */
import { enableCompileCache } from 'node:module';
import { resolve } from 'node:path';

enableCompileCache(resolve('node_modules/.cache/haat'));
await import('./run.ts');
