// Where the program begins. Node keeps what it made of the code, beside the packages: every start after the first is shorter.
// Where it may not write there, it starts as before. The rest is loaded after that is set up.
import { enableCompileCache } from 'node:module';
import path from 'node:path';

enableCompileCache(path.join(import.meta.dirname, '../node_modules/.cache/convenor'));
await import('./run.ts');
