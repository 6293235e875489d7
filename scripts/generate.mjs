import { runSetUp } from './setup.mjs';

await runSetUp(import.meta.url, 'scripts/generate/main.ts');
