import { join } from 'node:path';
import { ROOT } from '../../scripts/check/workspace.ts';
import type { Command } from '../../shared/kit/src/testing/client.ts';
import { startHttp } from '../../shared/kit/src/testing/process.ts';
import { onSample } from '../../shared/kit/src/testing/sample.ts';
import type { Run } from './run.ts';
import { bridged } from './stdio-bridge.ts';
import { type Check, runSuite } from './suite.ts';

/** Starts the server on its sample, runs the suite, and gives the checks that say something of it. */
export async function checksOf({ server, transport, era }: Run): Promise<Check[]> {
  const { command, dispose } = await commandOf(server);
  // What clients of 2025 can do over HTTP takes a session for the most part.
  const sessions = transport === 'http' && era === '2025-11-25' ? ['--sessions'] : [];
  const started = { ...command, args: [...command.args, ...sessions] };
  const { url, stop } = await (transport === 'http' ? startHttp(started) : bridged(started));
  try {
    const checks = await runSuite(url, era);
    return transport === 'http' ? checks : checks.filter(({ name }) => !isOfBridge(name));
  } finally {
    await stop();
    await dispose();
  }
}

async function commandOf(
  server: Run['server'],
): Promise<{ command: Command; dispose: () => void | Promise<void> }> {
  if (server === 'everything') {
    const program = join(import.meta.dirname, 'everything', 'server.ts');
    const env = { NODE_COMPILE_CACHE: join(ROOT, 'node_modules', '.cache', 'compiled') };
    return { command: { command: process.execPath, args: [program], env }, dispose() {} };
  }
  const folder = join(ROOT, 'servers', server);
  const { args, dispose } = await onSample(folder);
  const program = join(folder, 'dist', 'main.js');
  return { command: { command: process.execPath, args: [program, ...args] }, dispose };
}

const HTTP_SCENARIOS = [
  'dns-rebinding-protection',
  'http-custom-header-server-validation',
  'http-header-validation',
  'server-session-lifecycle',
  'server-sse-multiple-streams',
  'server-sse-polling',
];

/** Over stdio these say something of the bridge: also of a change in one process, told by another. */
function isOfBridge(name: string): boolean {
  const [scenario = '', check = ''] = name.split(':');
  return HTTP_SCENARIOS.includes(scenario) || /-http-|-list-changed-on-subscription$/.test(check);
}
