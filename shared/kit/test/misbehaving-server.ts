import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import type { AnyServer, Reply } from '../src/index.ts';
import { defineServer, defineTool, run } from '../src/index.ts';

/** A server whose tools do all that a tool should not: what the kit must bear. */
type Misdeed = (ms: number) => unknown;

const IS_PROGRAM = process.argv[1] === import.meta.filename;
const SECRET_PLACE = '/srv/secret/place';

const misdeeds: Record<string, Misdeed> = {
  throw_error: () => {
    throw new Error(`ENOENT: no such file, open '${SECRET_PLACE}'`);
  },
  throw_text: () => {
    throw SECRET_PLACE;
  },
  throw_nothing: () => {
    throw undefined;
  },
  return_nothing: () => undefined,
  return_number: () => 42,
  return_big_int: () => [{ type: 'text', text: 'x', _meta: { n: 1n } }],
  return_cycle: () => {
    const cycle: Record<string, unknown> = { type: 'text', text: 'x' };
    cycle._meta = cycle;
    return [cycle];
  },
  return_mebibytes: (mebibytes) => 'x'.repeat(mebibytes * 1024 * 1024),
  write_to_stdout: () => {
    // biome-ignore lint/suspicious/noConsole: the misdeed
    console.log('stray line');
    process.stdout.write('{"stray":"bytes"}\n');
    return new Promise((resolve) => process.stdout.write(Buffer.from('stray buffer'), () => resolve('ok')));
  },
  make_node_warn: async () => {
    process.emitWarning('old ways', 'DeprecationWarning');
    await wait(10);
    return 'ok';
  },
  ignore_signal: async (ms) => {
    await wait(ms);
    return 'late';
  },
  reject_late: async (ms) => {
    await wait(ms);
    throw new Error('too late for anybody');
  },
  reject_unhandled: () => {
    void Promise.reject(new Error(`nobody looks at ${SECRET_PLACE}`));
    return 'ok';
  },
  throw_uncaught: () => {
    setTimeout(() => {
      throw new Error('outside every call');
    });
    return wait(300, 'ok');
  },
};

const tools = Object.entries(misdeeds).map(([name, misdeed]) =>
  defineTool({
    name,
    title: name,
    description: `Does it: ${name}.`,
    input: z.object({ ms: z.number().default(0) }),
    access: 'read',
    run: async ({ ms }) => (await misdeed(ms)) as Reply,
  }),
);

/** What it returns does not fit what it says. */
const answers: Record<string, unknown> = {
  extra: { id: 1, inner: { id: 2, secret: 'hunter2' }, secret: 'hunter2' },
  wrong: { id: SECRET_PLACE },
  big_int: { id: 1, any: 1n },
};
const answer = defineTool({
  name: 'answer',
  title: 'Answer',
  description: 'Answers with what does not fit.',
  input: z.object({ with: z.enum(['extra', 'wrong', 'big_int']) }),
  output: z.object({
    id: z.number(),
    inner: z.object({ id: z.number() }).optional(),
    any: z.any().optional(),
  }),
  access: 'read',
  run: async (input) => answers[input.with] as { id: number },
});

export const misbehaving: AnyServer = defineServer({
  name: 'misbehaving',
  title: 'Misbehaving',
  manifest: { name: '@ashlar/misbehaving', version: '0.0.0', bin: { 'ashlar-misbehaving': '' } },
  description: 'Does all that a server should not.',
  options: z.object({
    closing: z.enum(['well', 'throws', 'hangs']).default('well'),
    opening: z.enum(['well', 'throws', 'hangs']).default('well'),
    passwords: z.array(z.string()).optional().meta({ secret: true }),
  }),
  prepare(options) {
    // biome-ignore lint/suspicious/noConsole: the misdeed
    if (IS_PROGRAM) console.log('stray line before anything was asked');
    return options;
  },
  instructions: () => 'Beware.',
  open: ({ opening, closing }) => behave(opening, { close: () => behave(closing, undefined) }),
  tools: [...tools, answer],
});

function behave<T>(how: string, value: T): T | Promise<T> {
  if (how === 'throws') throw new Error(`it broke at ${SECRET_PLACE}`);
  return how === 'hangs' ? new Promise(() => {}) : value;
}

if (IS_PROGRAM) await run(misbehaving);
