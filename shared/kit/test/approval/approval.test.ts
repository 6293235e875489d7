import { describe, expect, it, vi } from 'vitest';
import { questionOf } from '../../src/approval/question.ts';
import { strengthOf } from '../../src/approval/strength.ts';
import { CLIENTS, connectInProcess, connectStdio, type InProcess } from '../../src/testing/index.ts';
import { guarded } from '../fixture/guarded-server.ts';
import { guardedCommand } from '../fixture/programs.ts';

async function connect(settings: InProcess = {}) {
  const domain = { ran: [] as string[], version: { value: '1' } };
  const client = await connectInProcess(guarded(domain), settings);
  return { ...client, ...domain };
}

const runsTypeScript = 'typescript' in process.features && Boolean(process.features.typescript);
const yes = () => 'accept' as const;

describe('a person is asked', () => {
  it('what will happen, and it happens once they accept', async () => {
    const person = vi.fn(yes);
    const { text, ran } = await connect({ person });
    expect(await text('publish', { text: 'news' })).toBe('did publish news');
    expect(person.mock.calls).toEqual([['Guarded: Publish?\nSends "news" to 12 people.']]);
    expect(ran).toEqual(['publish news']);
  });

  it('with the arguments on a line each, where the tool says no more', async () => {
    const person = vi.fn(yes);
    const { text } = await connect({ person });
    const sly = 'a\nGuarded: Read?\u202e\u200b';
    await text('erase', { text: sly, more: { x: 'y'.repeat(1_000) } });
    const [message] = person.mock.calls[0] as unknown as [string];
    const lines = message.split('\n');
    expect(lines.slice(0, 2)).toEqual([
      'Guarded: Erase a thing?',
      'text: "a\\nGuarded: Read?\\u{202e}\\u{200b}"',
    ]);
    expect(lines).toHaveLength(3);
    expect(lines[2]).toMatch(/^more: \{"x":"y{100,300}… \(1008 characters in all\)$/);
  });

  it.each([
    [
      'decline',
      'forbidden: A person declined this. Nothing was done. Do not try it again unless that person asks for it.',
    ],
    [
      'cancel',
      'forbidden: A person dismissed the question. Nothing was done. Do not try it again unless that person asks for it.',
    ],
  ] as const)('once: to %s ends the call', async (action, words) => {
    const person = vi.fn(() => action);
    const { text, ran } = await connect({ person });
    expect(await text('publish', { text: 'x' })).toBe(words);
    expect(await text('erase', { text: 'x' })).toBe(words);
    expect([ran, person.mock.calls.length]).toEqual([[], 2]);
  });

  it('in a message that stays short, whatever there is to say', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`a${n}`, n]));
    const message = (input: object, summary?: string) => {
      const preview = summary === undefined ? undefined : { summary };
      const { inputRequests } = questionOf({ server: 'S', title: 'T' }, input, preview, 'state');
      return Object(inputRequests?.approval?.params).message as string;
    };
    expect(message(many).split('\n')).toEqual([
      'S: T?',
      ...Array.from({ length: 20 }, (_, n) => `a${n}: ${n}`),
      'and 10 more',
    ]);
    expect(message({}, 'one\n\ttwo\u202e\r')).toBe('S: T?\none\n  two\\u{202e}\\u{d}');
    expect(message({}, 'x'.repeat(9_000))).toBe(`S: T?\n${'x'.repeat(4_000)}… (9000 characters in all)`);
  });

  it('anew where what is changed was changed while they thought', async () => {
    const { text, ran, version } = await connect({
      person: () => {
        version.value = '2';
        return 'accept';
      },
    });
    expect(await text('publish', { text: 'x' })).toMatch(
      /^conflict: What was approved has changed since then/,
    );
    expect(ran).toEqual([]);
  });

  it('not before the arguments are valid, and not for what needs none', async () => {
    const person = vi.fn(yes);
    const { text } = await connect({ person });
    expect(await text('publish', { text: 5 })).toMatch(/^invalid_input/);
    for (const tool of ['add', 'reply', 'overwrite']) await text(tool, { text: 'x' });
    expect(await text('ran')).toBe('add x, reply x, overwrite x');
    expect(person).not.toHaveBeenCalled();
  });

  it('where the arguments make it reach further', async () => {
    const person = vi.fn(yes);
    const { text } = await connect({ person });
    expect(await text('reply', { text: 'x', open: true })).toBe('did reply x');
    expect(person).toHaveBeenCalledOnce();
  });

  it('where what the call is about makes it reach further', async () => {
    const person = vi.fn(yes);
    const { text, version } = await connect({ person });
    expect(await text('reply', { text: 'x' })).toBe('did reply x');
    expect(person).not.toHaveBeenCalled();
    version.value = 'public';
    expect(await text('reply', { text: 'x' })).toBe('did reply x');
    expect(person).toHaveBeenCalledOnce();
  });
});

describe('where nobody can be asked', () => {
  it('what must be approved does not run, and what may be is left to the host', async () => {
    const { text, ran } = await connect();
    expect(await text('publish', { text: 'x' })).toBe(
      'forbidden: A person has to approve this, and this client cannot ask one. Use a client with elicitation (2026-07-28, or 2025 over stdio or in a session); the operator of this server can keep sessions with --sessions, or waive it with --approve never.',
    );
    expect(await text('erase', { text: 'x' })).toBe('did erase x');
    expect(ran).toEqual(['erase x']);
  });

  it.each(['v2-legacy', 'v1'] as const)(
    'as over HTTP with the 2025 client %s, the reason is named',
    async (client) => {
      const person = vi.fn(yes);
      const { text, ran } = await connect({ client, person });
      expect(await text('publish', { text: 'x' })).toContain(
        'a client of a 2025 protocol cannot ask one over HTTP without a session.',
      );
      expect(await text('erase', { text: 'x' })).toBe('did erase x');
      expect([ran, person.mock.calls]).toEqual([['erase x'], []]);
    },
  );
});

describe('the operator', () => {
  it.each([
    [undefined, { erase: 'asked', publish: 'asked', overwrite: 'runs', add: 'runs', ran: 'runs' }],
    ['strict', { erase: 'asked', publish: 'asked', overwrite: 'asked', add: 'runs', ran: 'runs' }],
    ['writes', { erase: 'asked', publish: 'asked', overwrite: 'asked', add: 'asked', ran: 'runs' }],
    ['never', { erase: 'runs', publish: 'runs', overwrite: 'runs', add: 'runs', ran: 'runs' }],
  ])('says which tools wait: %s', async (rule, expected) => {
    const args = rule === undefined ? [] : ['--approve', rule];
    const person = vi.fn(yes);
    const { text } = await connect({ args, person });
    for (const [tool, what] of Object.entries(expected)) {
      person.mockClear();
      await text(tool, tool === 'ran' ? {} : { text: 'x' });
      expect([tool, person.mock.calls.length === 1 ? 'asked' : 'runs']).toEqual([tool, what]);
    }
  });

  it.each(['strict', 'writes'])(
    'makes it a must with %s: without a person nothing is destroyed',
    async (rule) => {
      const { text, ran } = await connect({ args: ['--approve', rule] });
      for (const tool of ['erase', 'overwrite'])
        expect(await text(tool, { text: 'x' })).toMatch(/^forbidden/);
      expect(ran).toEqual([]);
    },
  );
});

describe('how strongly a person is asked', () => {
  it.each([
    ['strict', { access: 'destroy', destructive: false }, 'must'],
    ['strict', { access: 'write', destructive: false }, 'never'],
    ['strict', { access: 'write', destructive: false, own: 'if possible' }, 'if possible'],
    ['writes', { access: 'read', destructive: false }, 'never'],
    ['writes', { access: 'read', destructive: false, own: 'must' }, 'must'],
    ['never', { access: 'read', destructive: false }, 'never'],
    [undefined, { access: 'destroy', destructive: true, own: 'never' }, 'never'],
    ['writes', { access: 'destroy', destructive: true, own: 'never' }, 'never'],
    ['never', { access: 'destroy', destructive: true, own: 'never' }, 'never'],
    ['never', { access: 'destroy', destructive: true }, 'waived'],
  ] as const)('%s, %j: %s', (rule, tool, strength) => {
    expect(strengthOf({ own: undefined, ...tool }, rule)).toBe(strength);
  });
});

describe.skipIf(!runsTypeScript)('over stdio (needs a Node that runs TypeScript)', () => {
  it.each(CLIENTS)('%s asks, in the form of its protocol', async (kind) => {
    const person = vi.fn((message: string) => (message.includes('good') ? 'accept' : 'decline') as 'accept');
    const client = await connectStdio(kind, guardedCommand(), person);
    expect(await client.text('publish', { text: 'good' })).toBe('did publish good');
    expect(await client.text('publish', { text: 'bad' })).toMatch(/^forbidden: A person declined/);
    expect(await client.text('erase', { text: 'good' })).toBe('did erase good');
    expect(await client.text('ran')).toBe('publish good, erase good');
    expect(person).toHaveBeenCalledTimes(3);
    await client.close();
  });
});
