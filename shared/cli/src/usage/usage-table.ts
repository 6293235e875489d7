import { visible } from '@ashlar/kit/visible';
import type { UsageRow } from './tally.ts';

/** Rows for people, with their sum. */
export function usageTable(by: string, rows: readonly UsageRow[]): string {
  if (rows.length === 0) return 'No call was recorded in that time.\n';
  const head = [by, 'calls', 'failed', 'time', 'bytes', 'definitions', 'results'];
  const body = rows.map((row) => [
    visible(row.name),
    ...numbers(row),
    `${row.definitionTokens}`,
    `${row.resultTokens}`,
  ]);
  const sum = (of: 'calls' | 'failed' | 'ms' | 'bytes' | 'resultTokens') =>
    rows.reduce((total, row) => total + row[of], 0);
  const all = { calls: sum('calls'), failed: sum('failed'), ms: sum('ms'), bytes: sum('bytes') };
  const table = [head, ...body, ['all', ...numbers(all), '', `${sum('resultTokens')}`]];
  const widths = head.map((_, column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
  const lines = table.map((cells) =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  '),
  );
  return `${lines.join('\n')}\nTokens are estimates: definitions each time the tools are listed, results in all.\n`;
}

function numbers({
  calls,
  failed,
  ms,
  bytes,
}: Pick<UsageRow, 'calls' | 'failed' | 'ms' | 'bytes'>): string[] {
  return [`${calls}`, `${failed}`, `${(ms / 1_000).toFixed(1)} s`, `${bytes}`];
}
