import { runSetUp } from './setup.mjs';

await runSetUp(import.meta.url, 'scripts/check/check.ts');
