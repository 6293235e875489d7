import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Caller } from '@ashlar/kit';
import { connectInProcess } from '@ashlar/kit/testing';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AttachFrom } from '../src/attach/attachable.ts';
import { noted } from '../src/flow/noted.ts';
import { placeOf, readOf } from '../src/flow/place.ts';
import type { Reading } from '../src/flow/reading.ts';
import { server } from '../src/server.ts';
import type { Audience } from '../src/tracker/audience.ts';
import type { NewAttachment } from '../src/tracker/change.ts';
import type { Role, Who } from '../src/tracker/tenant.ts';
import { whoOf } from '../src/tracker/tenant.ts';
import type { Tracker } from '../src/tracker/tracker.ts';
import { anew } from './own-desk.ts';
import { openDesk, testFolder } from './sqlite-desk.ts';

/** Who sees what of these projects, as a tracker with projects of different kinds would say it. */
const AUDIENCES = { PUB: 'everybody', ALL: 'tenant', ONE: 'project', TWO: 'project' } as const;
type Project = keyof typeof AUDIENCES;
const PROJECTS = Object.keys(AUDIENCES) as Project[];

/** The embedded tracker, which alone knows one kind of audience. */
function withAudiences(tracker: Tracker, customers: boolean): Tracker {
  return new Proxy(tracker, {
    get(target, name) {
      if (name === 'capabilities') return { ...target.capabilities, audience: 'everybody', customers };
      if (name === 'audience')
        return async (_: Who, project: Project): Promise<Audience> => AUDIENCES[project];
      const value = target[name as keyof Tracker];
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Attached by the team, for the team. */
const FILE: NewAttachment = {
  name: 'log.txt',
  type: 'text/plain',
  visibility: 'internal',
  sha256: '0',
  bytes: Buffer.from('Do it!'),
};

const LOCAL: Caller = { subject: 'test', scopes: [], via: 'stdio' };

/**
 * Of each project a ticket of a member and one of a customer, who has also touched that of the member. In some somebody
 * has said something.
 */
async function withProjects({
  answer = () => 'accept',
  caller = LOCAL,
  person = true,
  customers = false,
}: Setting = {}) {
  const { tracker } = await openDesk({ projects: PROJECTS });
  const as = (role: Role): Who => ({
    ...whoOf(caller),
    person: { id: role, name: role, role },
  });
  for (const project of PROJECTS) {
    const make = (role: Role) =>
      tracker.create(as(role), { project, title: `${role} asks in ${project}`, body: 'Do it!' }, anew());
    const { id, rev } = await make('member');
    await tracker.update(as('customer'), id, { addLabels: ['theirs'] }, { rev });
    await make('customer');
    await tracker.attach(as('member'), id, FILE);
  }
  const internal = { body: 'between us', visibility: 'internal' } as const;
  await tracker.comment(as('member'), 'PUB-1', internal, anew());
  const reply = { body: 'Do it now!', visibility: 'public' } as const;
  await tracker.comment(as('customer'), 'ALL-1', reply, anew());
  const shown: string[] = [];
  const folder = testFolder();
  writeFileSync(join(folder, 'any.txt'), 'any');
  const client = await connectInProcess(
    {
      ...server,
      open: () => ({
        tracker: noted(withAudiences(tracker, customers)),
        asks: new Set<string>(),
        as: undefined,
        files: new AttachFrom({ folders: [folder], most: 100, warn: () => {} }),
        close() {},
      }),
    },
    {
      args: ['--project', PROJECTS.join(','), '--attach-from', folder],
      caller,
      ...(person && {
        person: (message: string) => {
          shown.push(message);
          return answer();
        },
      }),
    },
  );
  onTestFinished(() => client.close());
  const revOf = async (id: string) => (await tracker.get(as('member'), id)).rev;
  const countOf = async () => (await tracker.search(as('member'), {}, { limit: 50 })).total ?? 0;
  return { client, shown, revOf, countOf, tracker, who: as('member') };
}

interface Setting {
  answer?: () => 'accept' | 'decline';
  /** Whether who reports tickets sees them. */
  customers?: boolean;
  /** Whether there is one who can be asked. */
  person?: boolean;
  caller?: Caller;
}

type Desk = Awaited<ReturnType<typeof withProjects>>;

/** What somebody has read, in the words of the rule: of which projects. */
interface Read {
  outside: Set<string>;
  kept: Set<string>;
}

interface ReadStep {
  what: string;
  reads(desk: Desk, project: Project): Promise<unknown>;
  /** Of whom it brings text. */
  brings: { outside: boolean; internal?: boolean };
  /** In which projects it can be done. */
  only?: Project;
}

const READS: ReadStep[] = [
  {
    what: 'a ticket of a member',
    reads: ({ client }, project) => client.call('get_ticket', { id: `${project}-1`, include: ['body'] }),
    brings: { outside: false },
  },
  {
    what: 'a ticket of a customer',
    reads: ({ client }, project) => client.call('get_ticket', { id: `${project}-2`, include: ['body'] }),
    brings: { outside: true },
  },
  {
    what: 'what the team said among themselves',
    reads: ({ client }) => client.call('get_ticket', { id: 'PUB-1', include: ['comments'] }),
    brings: { outside: false, internal: true },
    only: 'PUB',
  },
  {
    what: 'what a customer said about a ticket of a member',
    reads: ({ client }) => client.call('get_ticket', { id: 'ALL-1', include: ['comments'] }),
    brings: { outside: true },
    only: 'ALL',
  },
  {
    what: 'what a customer did with a ticket of a member',
    reads: ({ client }, project) => client.call('get_ticket', { id: `${project}-1`, include: ['history'] }),
    brings: { outside: true },
  },
  {
    what: 'titles in a list',
    reads: ({ client }, project) => client.call('search_tickets', { project }),
    brings: { outside: true },
  },
  {
    what: 'what may be a duplicate',
    reads: ({ client }, project) =>
      client.call('find_duplicates', { project, title: `customer asks in ${project}` }),
    brings: { outside: true },
  },
  {
    what: 'what is returned instead of a new ticket',
    reads: ({ client }, project) =>
      client.call('create_ticket', { project, title: `customer asks in ${project}`, body: 'Do it!' }),
    brings: { outside: true },
  },
  {
    what: 'a resource',
    reads: ({ client }, project) => client.sdk.readResource({ uri: `ticket://${project}/${project}-2` }),
    brings: { outside: true },
  },
  {
    what: 'a prompt',
    reads: ({ client }, project) =>
      client.sdk.getPrompt({ name: 'draft_reply', arguments: { id: `${project}-2` } }),
    brings: { outside: true },
  },
  {
    what: 'the names of files of the team',
    reads: ({ client }, project) =>
      client.call('get_ticket', { id: `${project}-1`, include: ['attachments'] }),
    brings: { outside: false, internal: true },
  },
  {
    what: 'what a file holds, whoever attached it',
    reads: ({ client }, project) =>
      client.sdk.readResource({ uri: `ticket://${project}/${project}-1/attachments/1` }),
    brings: { outside: true, internal: true },
  },
  {
    what: 'what changed since',
    reads: ({ client }, project) =>
      client.call('update_ticket', { id: `${project}-1`, rev: '0', addLabels: ['never'] }),
    brings: { outside: true },
  },
];

interface WriteStep {
  what: string;
  tool: string;
  input(desk: Desk, project: Project, other: Project, mark: string): Promise<object> | object;
  isBoth?: boolean;
  /** The team alone sees it. */
  isInternal?: boolean;
}

const WRITES: WriteStep[] = [
  {
    what: 'a new ticket',
    tool: 'create_ticket',
    input: (_desk, project, _other, mark) => ({ project, title: mark, force: true }),
  },
  {
    what: 'a field',
    tool: 'update_ticket',
    input: async ({ revOf }, project, _other, mark) => ({
      ...{ id: `${project}-1`, rev: await revOf(`${project}-1`), addLabels: [mark] },
    }),
  },
  {
    what: 'a status',
    tool: 'transition_ticket',
    input: async ({ tracker, who }, project) => {
      const { rev, status } = await tracker.get(who, `${project}-1`);
      return { id: `${project}-1`, rev, to: status === 'todo' ? 'in_progress' : 'todo' };
    },
  },
  {
    what: 'an internal comment',
    tool: 'comment_ticket',
    input: (_desk, project, _other, mark) => ({ id: `${project}-1`, body: mark }),
    isInternal: true,
  },
  {
    what: 'a file for the team',
    tool: 'attach_file',
    input: (_desk, project, _other, mark) => ({ id: `${project}-1`, path: 'any.txt', name: mark }),
    isInternal: true,
  },
  {
    what: 'a link',
    tool: 'link_tickets',
    input: (_desk, project, other) => ({ id: `${project}-1`, relation: 'relates_to', target: `${other}-2` }),
    isBoth: true,
  },
];

/** The rule, said once more for each kind of project. What is for the team is seen by no more than a project's people. */
function isWide({ outside, kept }: Read, written: Project, isInternal = false): boolean {
  const elsewhere = (all: Set<string>) => [...all].some((project) => project !== written);
  // Internal comments of the public project are of its people alone.
  const closed = (all: Set<string>) => [...all].filter((project) => project !== 'ALL');
  switch (isInternal && written === 'PUB' ? 'ONE' : written) {
    case 'PUB':
      return outside.size + kept.size > 0;
    case 'ALL':
      return elsewhere(outside) || closed(kept).length > 0;
    default:
      return elsewhere(outside) || closed(kept).some((project) => project !== written);
  }
}

const step = fc.record({
  project: fc.constantFrom(...PROJECTS),
  other: fc.constantFrom(...PROJECTS),
  step: fc.oneof(
    fc.constantFrom(...READS).map((read) => ({ read })),
    fc.constantFrom(...WRITES).map((write) => ({ write })),
  ),
  isApproved: fc.boolean(),
});

describe('a write where others read it, after text of others', () => {
  it('is asked about, whatever was done in whichever order, and no other one is', async () => {
    let asked = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 10 }), async (steps) => {
        let answer: 'accept' | 'decline' = 'accept';
        const desk = await withProjects({ answer: () => answer });
        const read: Read = { outside: new Set(), kept: new Set() };
        for (const [at, { project: any, other, step: one, isApproved }] of steps.entries()) {
          desk.shown.length = 0;
          if ('read' in one) {
            const { reads, brings, only: project = any } = one.read;
            answer = 'accept'; // some of them write, and may be asked about
            await reads(desk, project);
            if (brings.outside) read.outside.add(project);
            if (project !== 'PUB' || brings.internal === true) read.kept.add(project);
            continue;
          }
          const { tool, input, isBoth, isInternal } = one.write;
          answer = isApproved ? 'accept' : 'decline';
          const before = await stateOf(desk);
          const { isError = false } = await desk.client.call(tool, await input(desk, any, other, `m${at}`));
          const isAsked = isWide(read, any, isInternal) || (isBoth === true && isWide(read, other));
          expect(desk.shown.length, `${one.write.what} in ${any} after ${JSON.stringify(sets(read))}`).toBe(
            isAsked ? 1 : 0,
          );
          if (isAsked) {
            asked += 1;
            expect(desk.shown[0]).toMatch(/was read before this/);
            expect(isError).toBe(!isApproved);
            if (!isApproved) expect(await stateOf(desk)).toEqual(before);
          }
        }
      }),
      { numRuns: 20 },
    );
    expect(asked).toBeGreaterThan(0);
  });
});

describe.each(READS)('$what', ({ reads, brings, only }) => {
  it.each(only === undefined ? PROJECTS : [only])(
    'in %s is followed by a question exactly where it has to be',
    async (from) => {
      const desk = await withProjects();
      const read: Read = { outside: new Set(), kept: new Set() };
      await reads(desk, from);
      if (brings.outside) read.outside.add(from);
      if (from !== 'PUB' || brings.internal === true) read.kept.add(from);
      for (const project of PROJECTS) {
        desk.shown.length = 0;
        const { isError } = await desk.client.call('create_ticket', {
          project,
          title: `in ${project}`,
          force: true,
        });
        expect([isError ?? false, desk.shown.length]).toEqual([false, isWide(read, project) ? 1 : 0]);
      }
    },
  );
});

it.each(WRITES)(
  '$what is asked about where everybody sees it, and where other people do',
  async ({ tool, input, isBoth }) => {
    const desk = await withProjects({ answer: () => 'decline' });
    await desk.client.call('get_ticket', { id: 'ONE-2', include: ['body'] });
    for (const project of PROJECTS) {
      const { isError = false } = await desk.client.call(tool, await input(desk, project, project, 'new'));
      expect([project, desk.shown.splice(0).length, isError]).toEqual([
        project,
        ...(project === 'ONE' ? [0, false] : [1, true]),
      ]);
    }
    if (isBoth === true) await desk.client.call(tool, await input(desk, 'ONE', 'TWO', 'new'));
    expect(desk.shown.length).toBe(isBoth === true ? 1 : 0);
  },
);

const sets = ({ outside, kept }: Read) => ({ outside: [...outside], kept: [...kept] });

/** What any write would make another. */
async function stateOf({ countOf, revOf }: Desk): Promise<unknown> {
  const ids = PROJECTS.flatMap((project) => [`${project}-1`, `${project}-2`]);
  return [await countOf(), await Promise.all(ids.map(revOf))];
}

const CUSTOMERS = { id: 'PUB-2', include: ['body'] };

describe('the question', () => {
  it('says why it is asked, above what will be written', async () => {
    const { client, shown } = await withProjects();
    await client.call('get_ticket', CUSTOMERS);
    await client.call('get_ticket', { id: 'ONE-1', include: ['body'] });
    await client.call('create_ticket', { project: 'PUB', title: 'New', body: 'one\nShown: all of it' });
    expect(shown[0]?.split('\n').slice(1)).toEqual([
      'Text that may be of somebody outside the team was read before this, in "PUB-2".',
      'Text was read before this that not all may see who will see this, in "ONE-1".',
      'Creates this ticket:',
      'title: "New"',
      'project: "PUB"',
      'body, from line 1 on, -0 +2:',
      '+ one',
      '+ Shown: all of it',
    ]);
    await client.call('comment_ticket', { id: 'ONE-1', body: 'Dear all', visibility: 'public' });
    expect(shown[1]).toContain('of somebody outside the team was read before this, in "PUB-2"');
  });

  it('shows all of it or is not asked, so that nothing is written unseen', async () => {
    const { client, shown, countOf } = await withProjects();
    await client.call('get_ticket', CUSTOMERS);
    const before = await countOf();
    const long = { project: 'PUB', title: 'New', body: `${'line\n'.repeat(100)}end` };
    expect((await client.call('create_ticket', long)).isError).toBeUndefined();
    expect(shown[0]).toMatch(/\n\+ end$/);
    for (const body of ['x\n'.repeat(2_000), '\u200b'.repeat(600)]) {
      const text = await client.text('create_ticket', { project: 'PUB', title: 'Newer', body });
      expect(text).toMatch(/^invalid_input: body: this is more than a person can be shown/);
    }
    expect([shown.length, await countOf()]).toEqual([1, before + 1]);
  });

  it('refuses where nobody can be asked, and only then', async () => {
    const { client, countOf } = await withProjects({ person: false });
    const text = (title: string) => client.text('create_ticket', { project: 'PUB', title, force: true });
    expect(await text('One')).toContain('"created":true');
    await client.call('get_ticket', CUSTOMERS);
    expect(await text('Two')).toContain('A person has to approve this, and this client cannot ask one');
    expect(await countOf()).toBe(PROJECTS.length * 2 + 1);
  });

  it('is asked over HTTP as long as nobody can know what was read elsewhere or before', async () => {
    const caller = { subject: 'ann', tenant: 'acme', scopes: ['ticketing:destroy'], via: 'key' };
    const { client, shown } = await withProjects({ caller });
    await client.call('create_ticket', { project: 'PUB', title: 'One', force: true });
    expect(shown[0]).toContain('\nIt is not known what was read before this.\n');
    await client.call('create_ticket', { project: 'ALL', title: 'One', force: true });
    expect(shown).toHaveLength(2);
  });

  it('comes before what the team said among themselves could reach who reported a ticket', async () => {
    const { client, shown, tracker, who, revOf } = await withProjects({ customers: true });
    await tracker.comment(who, 'ALL-2', { body: 'between us', visibility: 'internal' }, anew());
    const label = async (name: string) =>
      client.call('update_ticket', { id: 'ALL-2', rev: await revOf('ALL-2'), addLabels: [name] });
    await client.call('get_ticket', { id: 'ALL-2', include: ['body'] });
    await label('free');
    await client.call('get_ticket', { id: 'ALL-2', include: ['comments'] });
    await client.call('comment_ticket', { id: 'ALL-2', body: 'for the team' });
    expect(shown).toEqual([]);
    await label('asked');
    expect(shown[0]).toContain('that not all may see who will see this, in "ALL-2".');
  });

  it('takes what is internal to a public project for its team’s, and for nobody else’s', async () => {
    const { client, shown } = await withProjects();
    const comment = (id: string) => client.call('comment_ticket', { id, body: `of ${id}` });
    await client.call('get_ticket', CUSTOMERS);
    await comment('PUB-1');
    const other = await withProjects();
    await other.client.call('get_ticket', { id: 'PUB-1', include: ['comments'] });
    await other.client.call('comment_ticket', { id: 'PUB-1', body: 'for the same' });
    expect([...shown, ...other.shown]).toEqual([]);
    await other.client.call('comment_ticket', { id: 'ONE-1', body: 'for others' });
    expect(other.shown).toHaveLength(1);
    await comment('ONE-1');
    expect(shown).toHaveLength(1);
  });

  it('is not asked about a claim, a trial, or a look that only a question took', async () => {
    const { client, shown, revOf } = await withProjects({ answer: () => 'decline' });
    await client.call('transition_ticket', { id: 'PUB-2', rev: await revOf('PUB-2'), to: 'done' });
    expect(shown.splice(0)).toHaveLength(1);
    const create = { project: 'PUB', title: 'One', force: true };
    await client.call('create_ticket', create);
    expect(shown).toEqual([]);
    await client.call('get_ticket', CUSTOMERS);
    await client.call('claim_ticket', { id: 'PUB-2' });
    await client.call('create_ticket', { ...create, dryRun: true });
    expect(shown).toEqual([]);
  });
});

it('knows every tool that writes', () => {
  const known = [...WRITES.map(({ tool }) => tool), 'claim_ticket', 'bulk_change'];
  expect(server.tools.filter(({ access }) => access !== 'read').map(({ name }) => name)).toEqual(
    expect.arrayContaining(known),
  );
  expect(new Set(known).size).toBe(server.tools.filter(({ access }) => access !== 'read').length);
});

it('takes what a text said before for anybody’s, and what is read nobody knows where for that of few', async () => {
  const { tracker, who } = await withProjects();
  const placed = withAudiences(tracker, false);
  const readings: Reading[] = [];
  const reader = { ...who, reads: async (some: readonly Reading[]) => void readings.push(...some) };
  const { rev } = await tracker.get(who, 'PUB-1');
  await tracker.update(who, 'PUB-1', { title: 'Renamed' }, { rev });
  await noted(placed).history?.(reader, 'PUB-1', { limit: 1 });
  expect(readings).toEqual([
    { id: 'PUB-1', project: 'PUB', audience: 'everybody', internal: false, isOutside: true },
  ]);
  expect(await placeOf(placed, who, '#12')).toEqual({
    project: undefined,
    audience: 'everybody',
    internal: false,
  });
  expect(await readOf(placed, who, '#12')).toEqual({
    project: undefined,
    audience: 'project',
    internal: false,
  });
});

it('gives text to nobody whose reading is not noted', async () => {
  const { tracker, who } = await withProjects();
  const watched = noted(tracker);
  const calls = [
    watched.get(who, 'PUB-1'),
    watched.search(who, {}, { limit: 5 }),
    watched.comments(who, 'PUB-1', { limit: 5 }),
    watched.history?.(who, 'PUB-1', { limit: 5 }),
    watched.similar(who, { title: 'customer asks in PUB', body: '' }, 5),
  ];
  for (const call of calls) await expect(call).rejects.toThrow('nobody notes what they have read');
});
