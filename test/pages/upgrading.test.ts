import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../../scripts/check/workspace.ts';
import { walk } from './walk.ts';

const SDK = realpathSync(join(ROOT, 'node_modules', '@modelcontextprotocol', 'sdk-of-2025'));
/** What a server of 2025 has beside itself. */
const BESIDE = {
  '@modelcontextprotocol/sdk': SDK,
  '@types/node': join(ROOT, 'node_modules', '@types', 'node'),
  zod: join(SDK, '..', '..', 'zod'),
  '.bin/tsc': join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'),
};

walk(['docs/upgrading.md'], {
  before({ home }) {
    for (const [name, target] of Object.entries(BESIDE)) {
      const link = join(home, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(target, link);
    }
    const scripts = { types: 'tsc --noEmit', build: 'node --check before.ts' };
    writeFileSync(join(home, 'package.json'), JSON.stringify({ type: 'module', scripts }));
    const settings = { extends: join(ROOT, 'shared', 'kit', 'tsconfig.json'), files: ['before.ts'] };
    writeFileSync(join(home, 'tsconfig.json'), JSON.stringify(settings));
  },
});
