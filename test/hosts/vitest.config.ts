import { defineConfig } from 'vitest/config';

/** By hand, with `npm run hosts:try`: it fetches some hundred megabytes of hosts. */
export default defineConfig({
  test: { include: ['test/hosts/try-hosts.ts'], root: '.', testTimeout: 600_000, reporters: ['tree'] },
});
