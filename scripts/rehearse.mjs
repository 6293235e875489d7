import { runSetUp } from './setup.mjs';

await runSetUp(import.meta.url, 'scripts/release/rehearsal/rehearse.ts');
