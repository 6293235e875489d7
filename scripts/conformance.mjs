import { runSetUp } from './setup.mjs';

await runSetUp(import.meta.url, 'test/conformance/main.ts');
