import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { ROOT } from '../../scripts/check/workspace.ts';
import house from '../../vitest.config.ts';
import { GUARDS } from './guards.ts';
import { takenOut } from './taken-out.ts';

const guard = GUARDS.find(({ name }) => name === process.env.ASHLAR_WITHOUT_GUARD);
if (guard === undefined) throw new Error('ASHLAR_WITHOUT_GUARD names no guard.');
const path = join(ROOT, guard.file).replaceAll('\\', '/');

/** The tests of the house, on a source in which one guard is missing: nothing on the disk is touched. */
export default defineConfig({
  ...house,
  root: ROOT,
  // What is transformed here must not be taken for a source by the next run of the tests.
  test: { ...house.test, fsModuleCache: false },
  plugins: [
    {
      name: 'without-guard',
      enforce: 'pre',
      transform: (code, id) => (id.split('?')[0] === path ? takenOut(guard, code) : undefined),
    },
  ],
});
