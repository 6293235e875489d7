import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { styleText } from 'node:util';
import { connectStdio, type Result } from '../../shared/kit/src/testing/client.ts';
import { onSample } from '../../shared/kit/src/testing/sample.ts';
import { ROOT, serverPackages } from '../check/workspace.ts';
import { perform } from './perform.ts';
import { folded } from './print.ts';
import type { Tour } from './step.ts';

/** What a program ends with that a signal has ended. */
const ENDED_BY = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Starts each server on a copy of its sample, calls it as a client would, and prints what happened. */
async function tour(signal: AbortSignal): Promise<void> {
  for (const { path: home } of serverPackages(ROOT)) {
    const { options = [], ...shown } = await tourOf(basename(home));
    const { args, dispose } = await onSample(home, () => options);
    try {
      await show(home, shown, args, signal);
    } finally {
      await dispose();
    }
  }
}

/** No server is forgotten: one that has no tour stops it. */
async function tourOf(name: string): Promise<Tour> {
  const { tour } = (await import(new URL(`${name}.ts`, import.meta.url).href)) as { tour: Tour };
  return tour;
}

async function show(home: string, { steps, person }: Tour, args: readonly string[], signal: AbortSignal) {
  const started = performance.now();
  const command = { command: process.execPath, args: [join(home, 'dist', 'main.js'), ...args] };
  const client = await connectStdio('v2', command, person && asked(person));
  try {
    const { tools } = await client.listed();
    const { name: server, version } = client.sdk.getServerVersion() ?? {};
    const ready = `ready in ${(performance.now() - started).toFixed(0)} ms`;
    console.log(styleText('bold', `\n${server} ${version}`));
    const names = tools.map((tool) => tool.name).join(', ');
    const offers = folded(`${ready}, ${tools.length} tools: ${names}`, '').join('\n');
    console.log(styleText('dim', `${offers}\n`));
    let before: Result = { content: [] };
    for (const step of steps) before = await perform(client, step, before, signal);
  } finally {
    await client.close();
  }
  invite(home);
}

/** The person in front of the client, who always says the same. */
function asked<Answer extends string>(answer: Answer): (question: string) => Answer {
  return (question) => {
    const lines = question.split('\n').map((line) => `  ? ${line}`);
    console.log(styleText('magenta', [...lines, `  ! ${answer}`].join('\n')));
    return answer;
  };
}

/** How it comes to a host, with what its sample stands for; options of the sample are left out. */
function invite(home: string): void {
  const { name, ashlar } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const file = basename(ashlar.sample[0]);
  const place = file.startsWith('-') ? [] : [file === 'sample' ? '~/notes' : file];
  const args = ['-y', name, ...place];
  console.log(`Add it to a host:  ${styleText('bold', ['npx', ...args].join(' '))}`);
  const host = { mcpServers: { [basename(home)]: { command: 'npx', args } } };
  console.log(styleText('dim', JSON.stringify(host)));
}

const stop = new AbortController();
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    process.exitCode = ENDED_BY[signal];
    stop.abort();
  });
}
await tour(stop.signal).catch((error: Error) => {
  if (stop.signal.aborted) return;
  console.error(`tour: ${error.message}`);
  process.exitCode = 1;
});
