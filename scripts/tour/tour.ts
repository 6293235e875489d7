import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { styleText } from 'node:util';
import { encode } from 'gpt-tokenizer/encoding/cl100k_base';
import { connectStdio, type Result, type TestClient } from '../../shared/kit/src/testing/client.ts';
import { ROOT, serverPackages } from '../check/workspace.ts';

/** One thing the tour shows. */
export interface Step {
  say: string;
  tool: string;
  input: Record<string, unknown>;
  /** The server is expected to refuse. */
  refused?: true;
}

/** What a server is shown with: `scripts/tour/<server>.ts` exports it as `tour`. */
export interface Tour {
  steps: readonly Step[];
  /** The file of the sample that it is started on; the folder unless given. */
  sample?: string;
  /** The option that takes the sample, where it is none of the words without one: a host's entry leaves it out then. */
  flag?: string;
  /** That keep it from leaving anything behind. */
  options?: readonly string[];
  /** What a person says who is asked; without it the client cannot ask one. */
  person?: 'accept' | 'decline';
}

const MAX_LINES = 14;

const colour = (style: Parameters<typeof styleText>[0], text: string) =>
  process.stdout.isTTY && process.env.NO_COLOR === undefined ? styleText(style, text) : text;

/** Starts each server on a copy of its sample, calls it as a client would, and prints what happened. */
async function tour(): Promise<void> {
  for (const { folder: home } of serverPackages(ROOT)) {
    const name = basename(home);
    const tour = await tourOf(name);
    const { sample: file = '', flag, options = [] } = tour;
    const folder = await mkdtemp(join(tmpdir(), 'ashlar-tour-'));
    try {
      const sample = join(folder, 'sample');
      await cp(join(ROOT, 'servers', name, 'sample'), sample, { recursive: true });
      const place = flag === undefined ? [file === '' ? '~/notes' : file] : [];
      await show(name, tour, [...(flag === undefined ? [] : [flag]), join(sample, file), ...options], place);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** No server is forgotten: one that has no tour stops it. */
async function tourOf(name: string): Promise<Tour> {
  const { tour } = (await import(new URL(`${name}.ts`, import.meta.url).href)) as { tour: Tour };
  return tour;
}

async function show(
  name: string,
  { steps, person }: Tour,
  args: readonly string[],
  place: readonly string[],
): Promise<void> {
  const bin = join(ROOT, 'servers', name, 'dist', 'main.js');
  const started = performance.now();
  const client = await connectStdio(
    'v2',
    { command: process.execPath, args: [bin, ...args] },
    person && ((question) => asked(question, person)),
  );
  const { tools } = await client.listed();
  const { name: server, version } = client.sdk.getServerVersion() ?? {};
  console.log(colour('bold', `\n${server} ${version}`));
  console.log(
    colour(
      'dim',
      `ready in ${(performance.now() - started).toFixed(0)} ms, ${tools.length} tools: ${tools.map((tool) => tool.name).join(', ')}\n`,
    ),
  );
  for (const step of steps) await perform(client, step);
  await client.close();
  console.log(`Add it to a host:  ${colour('bold', ['npx -y', `@ashlar/${name}`, ...place].join(' '))}`);
  console.log(
    colour(
      'dim',
      JSON.stringify({
        mcpServers: { [name]: { command: 'npx', args: ['-y', `@ashlar/${name}`, ...place] } },
      }),
    ),
  );
}

async function perform(client: TestClient, step: Step): Promise<void> {
  const started = performance.now();
  const result = await client.call(step.tool, step.input);
  const ms = performance.now() - started;
  if ((result.isError === true) !== (step.refused === true)) {
    throw new Error(
      `${step.tool} ${result.isError ? 'failed' : 'succeeded'} unexpectedly: ${textOf(result)}`,
    );
  }
  const text = textOf(result);
  const lines = text.split('\n');
  console.log(colour('cyan', step.say));
  console.log(`  ${colour('bold', step.tool)} ${JSON.stringify(step.input)}`);
  for (const line of lines.slice(0, MAX_LINES))
    console.log(colour(step.refused ? 'yellow' : 'reset', `    ${line}`));
  if (lines.length > MAX_LINES) console.log(`    … ${lines.length - MAX_LINES} more lines`);
  console.log(colour('dim', `  ${ms.toFixed(1)} ms, ${encode(text).length} tokens\n`));
}

/** The person in front of the client. */
function asked<Answer extends string>(question: string, answer: Answer): Answer {
  for (const line of question.split('\n')) console.log(colour('magenta', `    ? ${line}`));
  console.log(colour('magenta', `    ! ${answer}`));
  return answer;
}

function textOf({ content }: Result): string {
  return content.map(({ text, type }) => text ?? `[${type}]`).join('\n');
}

await tour().catch((error: Error) => {
  console.error(`tour: ${error.message}`);
  process.exitCode = 1;
});
