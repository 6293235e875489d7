import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureNode } from './setup/node.mjs';
import { buildPackages, installDependencies } from './setup/packages.mjs';
import { becomeScript } from './setup/program.mjs';
import { ROOT } from './setup/workspace.mjs';

/**
 * What every command does first: a Node that is new enough, the dependencies of the lockfile, and the built
 * packages. Each is skipped when nothing has changed since, without asking npm or the network. Only stderr is
 * written to. Ends the process with exit code 1 and a sentence when something cannot be done.
 * @param {string} script `import.meta.url` of the command, which is run again where a newer Node had to be brought.
 */
export async function setUp(script) {
  try {
    await ensureNode(ROOT, fileURLToPath(script));
    installDependencies(ROOT);
    buildPackages(ROOT);
  } catch (error) {
    console.error(`setup: ${error instanceof Error ? error.message : error}`);
    process.exit(1);
  }
}

/**
 * A command that is one script of ours: sets up, and runs it at the root with the words behind the command.
 * @param {string} command as for `setUp`
 * @param {string} script from the root
 */
export async function runSetUp(command, script) {
  await setUp(command);
  process.chdir(ROOT);
  await becomeScript(join(ROOT, script), process.argv.slice(2));
}
