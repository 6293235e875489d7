import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['shared/*/test/**/*.test.ts', 'servers/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    // A test that passes at the second try has found something: none gets one.
    retry: 0,
    // Milliseconds: what hangs is found, and how fast something is, is for the benches to say.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default', './scripts/skipped-reporter.ts'],
  },
});
