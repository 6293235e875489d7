import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Row } from '@ashlar/kit/bench';
import type { Contenders } from './contenders.ts';
import { ownRow } from './own-row.ts';

/** Of single operations, in milliseconds. */
export interface Times {
  resolve: [p50: number, p99: number];
  backlinks: [p50: number, p99: number];
}

/** Links and backlinks in the domain, in a process of its own. */
export function domain({ vault, notes }: Contenders): Row[] {
  const program = join(import.meta.dirname, 'in-process.ts');
  const told = execFileSync(process.execPath, [program, vault, String(notes)], { encoding: 'utf8' });
  const { resolve, backlinks } = JSON.parse(told) as Times;
  return [
    ownRow('resolve a link in the domain, p50', resolve[0] * 1_000, 'µs', 10),
    ownRow('resolve a link in the domain, p99', resolve[1] * 1_000, 'µs'),
    ownRow('backlinks in the domain, p50', backlinks[0], 'ms', 2),
    ownRow('backlinks in the domain, p99', backlinks[1], 'ms'),
  ];
}
