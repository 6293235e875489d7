import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SqliteTracker } from '../src/sqlite/sqlite-tracker.ts';
import { asksBefore, nextOf, type Workflow } from '../src/tracker/workflow.ts';
import { loadWorkflow } from '../src/tracker/workflow-file.ts';
import { anew, somebody } from './own-desk.ts';
import { openDesk, testFolder } from './sqlite-desk.ts';
import { openWire } from './wire.ts';

const SAMPLE = join(import.meta.dirname, '..', 'sample', 'workflow.json');
const GOOD = {
  statuses: [
    { name: 'new', kind: 'open' },
    { name: 'busy', kind: 'active' },
    { name: 'over', kind: 'done' },
  ],
  initial: 'new',
  transitions: [
    { from: 'new', to: 'busy' },
    { from: 'busy', to: 'over' },
  ],
};

function written(content: unknown): string {
  const path = join(testFolder(), 'workflow.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const ways = (...all: [string, string][]) => all.map(([from, to]) => ({ from, to }));

describe('a workflow in a file', () => {
  it('is what it says', () => {
    expect(loadWorkflow(written(GOOD))).toEqual({ ...GOOD, priorities: [], types: [], resolutions: [] });
    expect(loadWorkflow(SAMPLE).initial).toBe('new');
  });

  it.each([
    ['{"statuses": [\n', 'line 2: is no JSON here'],
    [{ ...GOOD, initial: undefined }, 'initial: is missing'],
    [{ ...GOOD, states: [] }, 'states: is no field'],
    [{ ...GOOD, statuses: GOOD.statuses.slice(0, 1) }, 'statuses: must be two at least'],
    [
      { ...GOOD, statuses: [...GOOD.statuses, { name: 'x', kind: 'closed' }] },
      'statuses[3].kind: must be one of open, active, done',
    ],
    [
      { ...GOOD, statuses: [...GOOD.statuses, { name: 'a\u200b', kind: 'open' }] },
      'statuses[3].name: a name has 1 to 40 letters',
    ],
    [
      { ...GOOD, statuses: [...GOOD.statuses, { name: 'NEW', kind: 'open' }] },
      'statuses[3]: NEW is there twice: leave one out',
    ],
    [{ ...GOOD, priorities: ['high', 'low', 'High'] }, 'priorities[2]: High is there twice'],
    [{ ...GOOD, types: Array.from({ length: 31 }, (_, at) => `type ${at}`) }, 'types: must be 30 at most'],
    [{ ...GOOD, initial: 'begun' }, 'initial: is no status: there are new, busy, over'],
    [{ ...GOOD, initial: 'over' }, 'initial: over is done: begin with another one'],
    [
      { ...GOOD, transitions: ways(['new', 'busy'], ['busy', 'gone']) },
      'transitions[1].to: is no status: there are new, busy, over',
    ],
    [
      { ...GOOD, transitions: ways(['gone', 'busy']) },
      'transitions[0].from: is no status: there are new, busy, over',
    ],
    [{ ...GOOD, transitions: ways(['new', 'new']) }, 'transitions[0]: leads from new to itself'],
    [
      { ...GOOD, transitions: ways(['new', 'busy'], ['new', 'busy']) },
      'transitions[1]: new to busy is there twice',
    ],
    [
      { ...GOOD, transitions: ways(['new', 'over']) },
      'statuses[1]: no way leads from new to busy: add a transition to it',
    ],
    [
      { ...GOOD, transitions: ways(['new', 'busy'], ['new', 'over']) },
      'statuses[1]: no way leads from busy to an end: add a transition from it',
    ],
    [
      { ...GOOD, statuses: GOOD.statuses.map((status) => ({ ...status, kind: 'open' })) },
      'statuses: none is done: give one of them "kind": "done"',
    ],
  ])('is refused where %o, with the field and the fix', (content, told) => {
    expect(() => loadWorkflow(written(content))).toThrow(`--workflow: ${told}`);
  });

  it('stops the start, and says nothing of the path or the content', async () => {
    const secret = '{ "token": s3cr3t-s3cr3t }';
    for (const path of [written(secret), join(testFolder(), 'nowhere.json')]) {
      const failure = await openWire({ args: ['--workflow', path] }).catch((error) => error);
      expect(failure.message).toMatch(/^--workflow: (?:line 1: is no JSON here|the file cannot be read)\.$/);
    }
  });

  it('is taken exactly where tickets can get everywhere and always to an end', () => {
    const names = ['a', 'b', 'c', 'd'];
    const kinds = fc.array(fc.constantFrom('open', 'active', 'done'), { minLength: 4, maxLength: 4 });
    const edges = fc.uniqueArray(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), {
      selector: (way) => way.join(),
      maxLength: 10,
    });
    fc.assert(
      fc.property(kinds, edges, (kind, all) => {
        const content = {
          statuses: names.map((name, at) => ({ name, kind: kind[at] })),
          initial: 'a',
          transitions: ways(...all),
        };
        // Ways of up to four steps, by trying them all.
        const goes = (from: string, to: string, steps = 4): boolean =>
          from === to || (steps > 0 && all.some(([one, next]) => one === from && goes(next, to, steps - 1)));
        const ends = names.filter((_, at) => kind[at] === 'done');
        const isGood =
          kind[0] !== 'done' &&
          all.every(([from, to]) => from !== to) &&
          names.every((name) => goes('a', name) && ends.some((end) => goes(name, end)));
        const isTaken = (() => {
          try {
            return loadWorkflow(written(content)) !== undefined;
          } catch {
            return false;
          }
        })();
        expect(isTaken).toBe(isGood);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a ticket in it', () => {
  it('goes its ways, and a person is asked where it says so and before the end', async () => {
    const shown: string[] = [];
    const { data, refuses } = await openWire({
      args: ['--workflow', SAMPLE],
      person: (message) => {
        shown.push(message);
        return 'accept';
      },
    });
    await data('create_ticket', { title: 'Wrong shoes', type: 'return', priority: 'soon' });
    expect(await refuses('create_ticket', { title: 'Other', priority: 'high' })).toContain(
      'now, soon, later',
    );
    await data('transition_ticket', { id: 'OPS-1', rev: '1', to: 'with support' });
    expect(shown).toEqual([]);
    await data('transition_ticket', { id: 'OPS-1', rev: '2', to: 'with lawyers' });
    expect(shown).toHaveLength(1);
    expect(shown[0]).toContain('from with support to with lawyers');
    expect(await refuses('transition_ticket', { id: 'OPS-1', rev: '3', to: 'solved' })).toContain(
      'It can become: with support.',
    );
    expect((await data('describe_tracker')).statuses[1].next).toEqual([
      'with customer',
      'with lawyers',
      'solved',
    ]);
  });

  it('is asked about by whoever guesses the state that it will be in', async () => {
    const { data, refuses } = await openWire({ args: ['--workflow', SAMPLE] });
    await data('create_ticket', { title: 'Wrong shoes' });
    const guess = { id: 'OPS-1', rev: '2', to: 'with lawyers' };
    expect(await refuses('transition_ticket', guess)).toContain('A person has to approve this');
  });

  it('is not claimed along a way that a person is asked about', async () => {
    const asked = [{ from: 'new', to: 'busy', ask: true }, ...GOOD.transitions.slice(1)];
    const { data } = await openWire({ args: ['--workflow', written({ ...GOOD, transitions: asked })] });
    await data('create_ticket', { title: 'One' });
    await data('claim_ticket', { id: 'OPS-1' });
    expect((await data('get_ticket', { id: 'OPS-1' })).ticket).toMatchObject({
      status: 'new',
      claimedBy: 'test',
    });
  });

  it('ends as a duplicate where the workflow has no word for that', async () => {
    const { data } = await openWire({ args: ['--workflow', written(GOOD)], person: () => 'accept' });
    for (const title of ['One', 'Two']) await data('create_ticket', { title });
    await data('transition_ticket', { id: 'OPS-2', rev: '1', to: 'busy' });
    await data('transition_ticket', { id: 'OPS-2', rev: '2', to: 'over', duplicateOf: 'OPS-1' });
    expect((await data('get_ticket', { id: 'OPS-2' })).ticket).toMatchObject({
      status: 'over',
      links: [{ relation: 'duplicates', target: 'OPS-1' }],
    });
  });
});

describe('a ticket with a status that the workflow no longer has', () => {
  const ann = somebody('ann');

  /** Tickets as the usual workflow left them, under another one. */
  async function withFormer() {
    const { file, tracker } = await openDesk();
    for (const title of ['Waits', 'Blocked by that']) await tracker.create(ann, { title, body: '' }, anew());
    await tracker.transition(ann, 'OPS-1', { to: 'blocked' }, { rev: '1' });
    await tracker.link(ann, 'OPS-1', { relation: 'blocks', target: 'OPS-2' });
    const workflow: Workflow = {
      ...loadWorkflow(SAMPLE),
      statuses: [{ name: 'todo', kind: 'open' }, ...loadWorkflow(SAMPLE).statuses],
    };
    const other = await SqliteTracker.open({ file, projects: ['OPS', 'WEB'], workflow });
    return { file, other, workflow };
  }

  it('stays, is told of, and is found by its status, by its own tenant alone', async () => {
    const { other } = await withFormer();
    expect((await other.workflow(ann, undefined)).former).toEqual(['blocked']);
    expect(await other.workflow(somebody('eve', 'globex'), undefined)).not.toHaveProperty('former');
    expect((await other.search(ann, { status: ['blocked'] }, { limit: 5 })).items).toMatchObject([
      { id: 'OPS-1', status: 'blocked' },
    ]);
    const foreign = other.search(somebody('eve', 'globex'), { status: ['blocked'] }, { limit: 5 });
    await expect(foreign).rejects.toMatchObject({ code: 'invalid_input' });
    other.close();
  });

  it('still blocks what it blocked', async () => {
    const { other } = await withFormer();
    expect((await other.search(ann, { ready: true }, { limit: 5 })).items).toEqual([]);
    other.close();
  });

  it('may go to any status, as often asked about as from anywhere', async () => {
    const { other, workflow } = await withFormer();
    expect(nextOf(workflow, 'blocked')).toEqual(workflow.statuses.map(({ name }) => name));
    const asked = workflow.statuses.filter(({ name: to }) => asksBefore(workflow, { from: 'blocked', to }));
    expect(asked.map(({ name }) => name)).toEqual(['with lawyers', 'solved']);
    const { rev } = await other.get(ann, 'OPS-1');
    await other.transition(ann, 'OPS-1', { to: 'with support' }, { rev });
    expect(await other.workflow(ann, undefined)).not.toHaveProperty('former');
    other.close();
  });

  it('is told of by describe_tracker', async () => {
    const { data, file } = await openWire();
    await data('create_ticket', { title: 'One' });
    const { data: asked } = await openWire({ file, args: ['--workflow', SAMPLE] });
    expect((await asked('describe_tracker')).former).toEqual(['todo']);
    expect((await asked('get_ticket', { id: 'OPS-1' })).next).toContain('with support');
  });
});
