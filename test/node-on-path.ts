import { execFileSync } from 'node:child_process';
import { delimiter, join } from 'node:path';

/** The first Node of a major version that the shell would find, if there is one. */
export function nodeOnPath(major: number): string | undefined {
  const nodes = (process.env.PATH ?? '')
    .split(delimiter)
    .map((path) => join(path, process.platform === 'win32' ? 'node.exe' : 'node'));
  return nodes.find((node) => {
    try {
      return execFileSync(node, ['--version']).toString().startsWith(`v${major}.`);
    } catch {
      return false;
    }
  });
}
