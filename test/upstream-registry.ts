import { ROOT } from '../scripts/check/workspace.ts';
import { outside } from './outside.ts';

/** Where npm gets packages from; undefined where that cannot be reached. */
export async function upstreamRegistry(): Promise<string | undefined> {
  const patience = ['--fetch-retries=0', '--fetch-timeout=5000'];
  try {
    await outside(ROOT, 'npm', 'view', 'zod', 'name', ...patience);
    return (await outside(ROOT, 'npm', 'config', 'get', 'registry', '--loglevel=silent')).trim();
  } catch {
    return undefined;
  }
}
