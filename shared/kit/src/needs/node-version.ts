import { ToolError } from '../errors.ts';

/**
 * Ends what cannot work before it does harm: some native packages end a process without a word on a Node that is older
 * than they need. Throws `ToolError` (`unavailable`).
 *
 * @param floor major and minor of the first version that will do
 */
export function requireNode(
  what: string,
  floor: readonly [major: number, minor: number],
  version: string = process.versions.node,
): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > floor[0] || (major === floor[0] && minor >= floor[1])) return;
  throw new ToolError('unavailable', `${what} needs Node ${floor.join('.')} or later; this is ${version}.`, {
    retryable: false,
  });
}
