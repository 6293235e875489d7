import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['shared/*/test/**/*.test.ts', 'servers/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    // A test that passes at the second try has found something: none gets one.
    retry: 0,
    // Milliseconds; generous for two cores that are shared.
    testTimeout: 20_000,
    hookTimeout: 20_000,
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default', './scripts/skipped-reporter.ts'],
  },
});
