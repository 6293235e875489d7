import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../scripts/check/workspace.ts';
import { follow } from './pages/follow.ts';
import { pagesOf, readPage } from './pages/page.ts';
import { paste } from './pages/paste.ts';

interface Tried {
  test?: string;
  languages: readonly string[];
}

/** Fences that tests of their own try, and where those are. */
const TRIED_ELSEWHERE: Readonly<Record<string, Required<Tried>>> = {
  'docs/architecture.md': { test: 'test/generated-house.test.ts', languages: ['mermaid'] },
  'docs/audit.md': { test: 'shared/kit/test/audit/fields.test.ts', languages: ['sh', ''] },
  'docs/deploy.md': { test: 'test/deploy.test.ts', languages: ['ini', 'nginx', 'text'] },
  'docs/failure-modes.md': { test: 'test/failure-modes.test.ts', languages: ['text', 'json'] },
  'docs/traces.md': { test: 'shared/kit/test/http/telemetry-http.test.ts', languages: ['sh', 'js'] },
};
/** Programs of the reader's system, of git, and of this repository: not ours to parse. */
const FOREIGN = /^(?:cd|rm|mkdir|echo|curl|git|sudo|systemctl|node) /;
/** Pages that are followed as a whole. */
const WALKS = join(ROOT, 'test', 'pages');
const WALKED = new Set(
  readdirSync(WALKS)
    .filter((file) => file.endsWith('.test.ts'))
    .flatMap(
      (file) => /walk\(\[([^\]]+)\]/.exec(readFileSync(join(WALKS, file), 'utf8'))?.[1]?.split(/, ?/) ?? [],
    )
    .map((quoted) => quoted.slice(1, -1)),
);

it('is said of no page that is not there', () => {
  expect(Object.keys(TRIED_ELSEWHERE).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

describe.each(pagesOf('docs'))('%s', (path) => {
  const { blocks, commands } = readPage(path);
  const { test, languages }: Tried = TRIED_ELSEWHERE[path] ?? { languages: [] };
  const here = WALKED.has(path) ? ['sh', 'text', 'json', 'ts', 'diff', 'md'] : ['sh', 'json'];

  it('has no fence that nobody tries', () => {
    const untried = blocks.filter(({ language }) => ![...here, ...languages].includes(language));
    expect(untried.map(({ language, line }) => `${language} in line ${line}`)).toEqual([]);
    if (test !== undefined) expect(existsSync(join(ROOT, test))).toBe(true);
  });

  const followed = languages.includes('sh') ? [] : commands.filter((command) => !FOREIGN.test(command));
  it.each(followed)('can be followed: %s', (command) => follow(command));

  const pasted = languages.includes('json') ? [] : blocks.filter(({ language }) => language === 'json');
  it.each(pasted)('can be pasted into a host: line $line', ({ body }) => paste(body));
});
