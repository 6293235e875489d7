import { escaped } from '../characters.ts';
import { type Finding, finding } from '../finding.ts';
import type { Words } from '../words.ts';
import { nothingToRun, refused, wrongFlag } from './launch-findings.ts';
import type { Launch, Surroundings } from './launcher.ts';
import { checkPath } from './paths.ts';
import { isRunner } from './runners.ts';

/**
 * Modules that are servers have this in their name, and those of Python's own library, of which many run what they
 * are told (`timeit`, `pdb`, `runpy`, `pip`), have not.
 */
const SERVER = /^(?:[a-z0-9]+[._-])*mcp(?:[._-][a-z0-9]+)*$/i;

/** `python [-u] -m <module of a server>` or `python <script>`. `-c` would be code. */
export function python(words: Words, surroundings: Surroundings): Launch {
  while (/^-[uBIE]$/.test(words.next ?? '')) words.take();
  if (!words.isFlag) {
    const script = words.take();
    if (script === undefined) return refused(nothingToRun('python'));
    return { findings: checkScript(script, surroundings), packages: [] };
  }
  const flag = words.take() as string;
  if (flag !== '-m')
    return refused(wrongFlag('python', flag, 'Use python -m <module>, or the path of a script.'));
  const module = words.take() ?? '';
  return { findings: isServer(module) ? [] : [notAServer(module)], packages: [] };
}

/** A script, or the program of a project: both are looked up on the PATH too, so a name has to say that it is a server. */
export function checkScript(target: string, surroundings: Surroundings): Finding[] {
  if (/[\\/]/.test(target) || target.endsWith('.py')) {
    const script = target.endsWith('.py') ? [] : [notAServer(target)];
    return [...script, ...checkPath('args', target, surroundings)];
  }
  return isServer(target) ? [] : [notAServer(target)];
}

function isServer(name: string): boolean {
  return SERVER.test(name) && !isRunner(name);
}

function notAServer(name: string): Finding {
  return finding(
    'launcher-program',
    `args: ${escaped(name)} does not have the name of an MCP server.`,
    "Name the server's own module or program, which has mcp in its name, or its package with uvx.",
  );
}
