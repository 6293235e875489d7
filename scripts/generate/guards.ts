import { table } from '../../shared/kit/src/generate/parts.ts';
import type { Boundary } from '../../test/guards/guard.ts';
import { BOUNDARIES, GUARDS } from '../../test/guards/guards.ts';
import { readable } from '../../test/guards/title.ts';

/** The parts of `docs/security-model.md`: a table for each boundary, by its name, and how many guards there are. */
export function guards(): Record<string, () => string> {
  const tables = BOUNDARIES.map((boundary) => [boundary.name, () => guardTable(boundary)]);
  return { ...Object.fromEntries(tables), count };
}

function guardTable(boundary: Boundary): string {
  const rows = boundary.guards.map(({ name, attack, answer, file, test }) => [
    `\`${name}\``,
    attack,
    `${answer} ${link(file)}`,
    `${link(test.file)}: ${readable(test)}`,
  ]);
  return table(['guard', 'what is tried', 'what happens instead', 'the test that fails without it'], rows);
}

function link(file: string): string {
  return `[${file.split('/').at(-1)}](../${file})`;
}

function count(): string {
  return `There are ${GUARDS.length} of them.`;
}
