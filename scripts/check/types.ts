import { join } from 'node:path';
import { problemsOf } from './command.ts';
import { ROOT, workspacePackages } from './workspace.ts';

const TSC = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');

/** Every package and the repository's own scripts type-check. */
export async function types(root: string): Promise<string[]> {
  const folders = [...workspacePackages(root).map(({ path }) => path), root];
  return (
    await Promise.all(
      folders.map((path) => problemsOf(process.execPath, [TSC, '--noEmit', '-p', path], path)),
    )
  ).flat();
}
