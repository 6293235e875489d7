import { readLine } from '@ashlar/kit/audit';
import { unitMs } from '@ashlar/kit/duration';
import { eachLine } from '../audit/each-line.ts';
import { inOrder } from '../audit/files.ts';
import { CommandError } from '../command-error.ts';
import { readArguments } from '../read-arguments.ts';
import { GROUPINGS, type Grouping, Tally } from './tally.ts';
import { usageTable } from './usage-table.ts';

/** `ashlar usage`: what callers, tenants or tools have cost, by the lines of audits. */
export async function usage(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, {
    by: { type: 'string', default: 'caller' },
    since: { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  const tally = new Tally(groupingOf(values.by));
  const since = sinceOf(values.since);
  let unreadable = 0;
  const count = (bytes: Buffer) => {
    const line = readLine(bytes);
    if (line === undefined) unreadable += 1;
    else if (Date.parse(line.time) >= since) tally.add(line);
    else tally.learn(line);
  };
  for (const file of inOrder(positionals)) await eachLine(file, count);
  process.stdout.write(
    values.json ? `${JSON.stringify(tally.rows())}\n` : usageTable(values.by, tally.rows()),
  );
  if (unreadable > 0) {
    process.stderr.write(
      `Not counted, because they were changed or cut: ${unreadable} of the lines; see ashlar audit verify.\n`,
    );
  }
}

function groupingOf(text: string): Grouping {
  const found = GROUPINGS.find((each) => each === text);
  if (found === undefined) throw new CommandError(`--by: must be one of ${GROUPINGS.join(', ')}.`);
  return found;
}

/** `24h`, `7d`, `30m`, or a date. Milliseconds since 1970. */
function sinceOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const [, amount, unit] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  const time = unit === undefined ? Date.parse(text) : Date.now() - Number(amount) * unitMs(unit);
  if (Number.isNaN(time))
    throw new CommandError('--since: must be a date such as 2026-11-21, or a time such as 30m, 24h or 7d.');
  return time;
}
