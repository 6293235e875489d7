import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from '../run.ts';
import { importBases } from './bases.ts';
import { type OwnMounts, openOwnMounts } from './own-mounts.ts';
import { REHEARSED } from './page.ts';

/** Builds and runs containers: Docker where it runs, or Podman under its name. */
export interface Engine {
  /** In words. */
  called: string;
  /** The environment in which a command that begins with `docker` can be typed. */
  env: Record<string, string>;
  /** Takes away what was made. */
  close(): Promise<void>;
}

/** What a person types, run by a shell. Gives what it wrote to stdout; throws, with all that it said, where it fails. */
export function typed(engine: Engine, command: string): Promise<string> {
  return run('sh', ['-c', command], { cwd: engine.env.HOME ?? '/', env: engine.env });
}

/** What Docker keeps of a rehearsal: containers that were not ended, and then what they were made of. */
const CLEANED = [
  ['ps --all --quiet --filter name=', 'rm --force'],
  ['volume ls --quiet --filter name=', 'volume rm'],
  ['images --quiet --filter reference=', 'image rm --force'],
]
  .map(([list, remove]) => `docker ${list}'${REHEARSED}*' | xargs -r docker ${remove}`)
  .join('; ');

/** Undefined where there is none; `folder` is for all that it needs. */
export async function openEngine(folder: string, home: string): Promise<Engine | undefined> {
  const env: Record<string, string> = { ...surroundings(), HOME: home };
  if (has('docker', 'info')) {
    const engine: Engine = { called: 'Docker', env, close: async () => void (await typed(engine, CLEANED)) };
    return engine;
  }
  const root = process.getuid?.() === 0;
  if (!root || !has('podman', '--version') || !has('mmdebstrap', '--version')) return undefined;
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(folder, 'containers.conf'), configuration(folder));
  const mounts = await openOwnMounts();
  writeFileSync(join(bin, 'docker'), podman(folder, mounts), { mode: 0o755 });
  // Root needs no leave, and a small machine has no program to ask for it.
  writeFileSync(join(bin, 'sudo'), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
  const engine: Engine = {
    called: 'Podman, with base images made of Debian packages',
    env: { ...env, PATH: `${bin}${delimiter}${env.PATH}` },
    async close() {
      await typed(engine, 'docker rm --all --force');
      mounts.close();
    },
  };
  await importBases(engine, folder);
  return engine;
}

/**
 * Where this runs inside of a machine that gives few rights: a container inherits no more than there is, and is in no
 * group of processes of its own.
 */
function configuration(folder: string): string {
  return `[containers]
cgroups = "disabled"
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "none"
tmp_dir = "${folder}/tmp"
`;
}

function podman(folder: string, { enter }: OwnMounts): string {
  const flags = `--root ${folder}/storage --runroot ${folder}/run --storage-driver overlay`;
  return `#!/bin/sh
export CONTAINERS_CONF=${folder}/containers.conf BUILDAH_ISOLATION=chroot BUILDAH_FORMAT=docker
exec ${enter} podman ${flags} "$@"
`;
}

function has(program: string, ...args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function surroundings(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
