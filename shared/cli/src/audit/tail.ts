import { readLine } from '@ashlar/kit/audit';
import { CommandError, UsageError } from '../command-error.ts';
import { readArguments } from '../read-arguments.ts';
import { refuseMissing } from './files.ts';
import { follow } from './follow.ts';
import { lastLines } from './last-lines.ts';
import { personLine } from './person-line.ts';

const MAX_LINES = 100_000;

/** `ashlar audit tail`: the last lines of an audit for people, and with `-f` those that are added. */
export async function tail(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, {
    follow: { type: 'boolean', short: 'f', default: false },
    lines: { type: 'string', short: 'n', default: '20' },
  });
  const [path, ...more] = positionals;
  if (path === undefined) throw new UsageError('<file> is missing.');
  if (more.length > 0) throw new CommandError('tail takes one file.');
  refuseMissing(path);
  const { lines, end } = lastLines(path, countOf(values.lines));
  const colour = process.stdout.isTTY === true && (process.env.NO_COLOR ?? '') === '';
  const show = (bytes: Buffer) => void process.stdout.write(`${personLine(readLine(bytes), colour)}\n`);
  const stopped = stop();
  for (const line of lines) show(line);
  if (values.follow) await follow(path, end, show, stopped);
}

/** Ctrl-C ends it in good order. */
function stop(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  process.once('SIGTERM', () => controller.abort());
  return controller.signal;
}

function countOf(text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count <= MAX_LINES) return count;
  throw new CommandError(`-n: must be a number of lines from 0 to ${MAX_LINES}.`);
}
