import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../scripts/check/workspace.ts';
import type { Command } from '../../shared/kit/src/testing/client.ts';

const PACKAGE = join(ROOT, 'node_modules', '@modelcontextprotocol', 'inspector');
const PROGRAM = join(PACKAGE, 'clients', 'launcher', 'build', 'index.js');

export interface Said {
  code: number;
  /** What it wrote to stdout, where that is JSON. */
  result: unknown;
  stderr: string;
}

/** Runs the command line of the MCP Inspector once, in a home folder of its own. */
export async function inspect(
  target: Command | string,
  era: 'legacy' | 'modern',
  method: string,
  ...more: string[]
): Promise<Said> {
  const home = await mkdtemp(join(tmpdir(), 'ashlar-inspector-'));
  // What is started comes first: behind an option of many values it would be one of them.
  const server = typeof target === 'string' ? [target] : [target.command, ...target.args];
  const options = ['--protocol-era', era, '--method', method, '--format', 'json', ...more];
  const { VITEST: _, CI: _ci, ...environment } = process.env;
  const env = { ...environment, HOME: home, USERPROFILE: home, MCP_INSPECTOR_SECRET_STORE: 'memory' };
  try {
    return await new Promise((resolve) =>
      execFile(
        process.execPath,
        [PROGRAM, '--cli', ...server, ...options],
        { env },
        (error, stdout, stderr) =>
          resolve({ code: Number(error?.code ?? 0), result: parsed(stdout), stderr }),
      ),
    );
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

function parsed(text: string): unknown {
  try {
    return (JSON.parse(text) as { result: unknown }).result;
  } catch {
    return undefined;
  }
}
