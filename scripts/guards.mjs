import { runSetUp } from './setup.mjs';

await runSetUp(import.meta.url, 'test/guards/main.ts');
