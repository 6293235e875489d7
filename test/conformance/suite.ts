import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../scripts/check/workspace.ts';

export const ERAS = ['2025-11-25', '2026-07-28'] as const;
export type Era = (typeof ERAS)[number];

/** One check of a scenario, which may be made several times: passed where it was each time. */
export interface Check {
  /** `<scenario>:<check>` */
  name: string;
  status: 'passed' | 'not passed' | 'does not apply';
  /** How often it was made, and passed, as the suite counts. */
  made: number;
  passed: number;
  /** What the suite says of one that is not passed. */
  why: string;
}

interface Made {
  id: string;
  status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'SKIPPED' | 'INFO';
  errorMessage?: string;
}

/** What the suite notes of its own doing, in no check: they would be among them, as what does not apply. */
const NOTES = ['incoming-response', 'incoming-sse-event', 'outgoing-request', 'stream-closed'];

const SUITE = join(ROOT, 'node_modules', '@modelcontextprotocol', 'conformance', 'dist', 'index.js');

/** Runs every scenario that the official suite has for a revision of the protocol, and gives its checks in order. */
export async function runSuite(url: string, era: Era): Promise<Check[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-conformance-'));
  try {
    const flags = ['--url', url, '--suite', 'all', '--spec-version', era, '-o', folder];
    const output = await outputOf(['server', ...flags]);
    const results = await readdir(folder);
    if (results.length === 0) throw new Error(`The suite has run nothing: ${output}`);
    const checks = await Promise.all(results.sort().map((result) => checksIn(folder, result)));
    return checks.flat();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The suite ends with another code than 0 where anything is not passed: that is for us to judge. */
function outputOf(args: string[]): Promise<string> {
  const { CI: _, ...env } = process.env;
  const child = spawn(process.execPath, [SUITE, ...args], { env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => child.on('error', reject).on('close', () => resolve(output)));
}

async function checksIn(folder: string, result: string): Promise<Check[]> {
  const scenario = result.replace(/^server-/, '').replace(/-\d{4}-\d\d-\d\dT[\d-]+Z$/, '');
  const text = await readFile(join(folder, result, 'checks.json'), 'utf8');
  const made = (JSON.parse(text) as Made[]).filter(
    ({ id, status }) => status !== 'INFO' || !NOTES.includes(id),
  );
  return [...new Set(made.map(({ id }) => id))].map((id) => {
    const times = made.filter((check) => check.id === id);
    const failed = times.filter(({ status }) => status === 'FAILURE' || status === 'WARNING');
    const passed = times.filter(({ status }) => status === 'SUCCESS').length;
    return {
      name: `${scenario}:${id}`,
      status: failed.length > 0 ? 'not passed' : passed > 0 ? 'passed' : 'does not apply',
      made: passed + failed.length,
      passed,
      why: failed.map(({ errorMessage = '' }) => errorMessage).join('; '),
    };
  });
}
