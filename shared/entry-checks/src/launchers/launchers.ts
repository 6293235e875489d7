import { docker } from './docker.ts';
import type { Launcher } from './launcher.ts';
import { node } from './node.ts';
import { bunx, npx, pnpm } from './npx.ts';
import { python } from './python.ts';
import { uv, uvx } from './uvx.ts';

/**
 * Programs that start servers, and the grammar of each. A list of programs alone would be no boundary: every one of
 * them runs any code when it is told to, with `-e`, `-c`, `exec` or `--entrypoint`.
 */
export const LAUNCHERS: Readonly<Record<string, Launcher>> = {
  npx,
  bunx,
  pnpm,
  node,
  uvx,
  uv,
  python,
  python3: python,
  py: python,
  docker,
  podman: docker,
};
