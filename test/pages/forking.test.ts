import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { walk } from './walk.ts';

const SOURCE = join('src', 'instructions.ts');
const NEWS = '// Somebody else has been here.\n';

walk(['docs/forking.md'], {
  after({ body }, { at }) {
    const newer = join(at, '..', 'newer', SOURCE);
    // The new version is another one than the first.
    if (body.includes('../newer --name')) writeFileSync(newer, NEWS + readFileSync(newer, 'utf8'));
    if (!body.includes('git merge')) return;
    expect(readFileSync(join(at, SOURCE), 'utf8')).toContain(NEWS);
    expect(readFileSync(join(at, 'src', 'server.ts'), 'utf8')).toContain('modified');
  },
});
