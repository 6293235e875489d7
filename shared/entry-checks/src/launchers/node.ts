import { escaped } from '../characters.ts';
import { finding } from '../finding.ts';
import type { Words } from '../words.ts';
import { nothingToRun, refused, wrongFlag } from './launch-findings.ts';
import type { Launch, Surroundings } from './launcher.ts';
import { checkPath } from './paths.ts';

const HARMLESS = /^--(no-warnings|enable-source-maps|max-old-space-size=\d{1,6})$/;

/** `node <script> …`. Flags that bring code (`-e`, `-p`, `-r`, `--import`, `--loader`) or open it (`--inspect`) are none of an entry's. */
export function node(words: Words, surroundings: Surroundings): Launch {
  while (HARMLESS.test(words.next ?? '')) words.take();
  const script = words.take();
  if (script === undefined) return refused(nothingToRun('node'));
  if (script.startsWith('-'))
    return refused(wrongFlag('node', script, 'Name the script of the server first.'));
  if (!/\.([cm]?js|[cm]?ts)$/.test(script)) {
    const message = `args: ${escaped(script)} is no script of JavaScript.`;
    return refused(
      finding('launcher-program', message, 'Name the file of the server, such as /opt/server/dist/index.js.'),
    );
  }
  return { findings: checkPath('args', script, surroundings), packages: [] };
}
