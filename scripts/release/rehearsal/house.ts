import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT, workspacePackages } from '../../check/workspace.ts';
import { pnpmEnvironment, pnpmThroughNpx } from '../../setup/pnpm.mjs';
import { npmCommand } from '../../setup/program.mjs';
import type { Newcomer } from '../newcomer.ts';
import { run } from '../run.ts';

/** The private half is kept in memory; `ring` is the file that `ashlar verify --keys` takes. */
export interface ThrowawayKey {
  ring: string;
  secret: string;
}

/** A copy of this repository, whose versions can be raised and published without a trace in ours. */
export class House {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** What git knows of, as it stands there now, with its dependencies. */
  static async copy(folder: string): Promise<House> {
    const git = (...args: string[]) => run('git', args, { cwd: ROOT, env: process.env });
    const files = (await git('ls-files', '-co', '--exclude-standard', '-z')).split('\0').filter(Boolean);
    for (const file of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      cpSync(join(ROOT, file), join(folder, file), { verbatimSymlinks: true });
    }
    symlinkSync(join(ROOT, '.node'), join(folder, '.node'), 'junction');
    // Changesets asks git what has changed.
    await run('git', ['init', '-q', '-b', 'main'], { cwd: folder, env: process.env });
    const house = new House(folder);
    await house.#pnpm('install', '--frozen-lockfile', '--prefer-offline');
    return house;
  }

  /** Raises the versions as the changesets say, and gives those of what is published. */
  async version(): Promise<Map<string, string>> {
    await this.#pnpm('exec', 'changeset', 'version');
    const published = workspacePackages(this.folder).filter(({ manifest }) => manifest.private !== true);
    return new Map(published.map(({ manifest }) => [manifest.name, manifest.version]));
  }

  /** A change of every package, as small as can be. */
  change(names: Iterable<string>): void {
    const lines = [...names].map((name) => `'${name}': patch`);
    writeFileSync(
      join(this.folder, '.changeset', 'rehearsed.md'),
      `---\n${lines.join('\n')}\n---\n\nRehearsed.\n`,
    );
  }

  /** Makes a key that lasts as long as the rehearsal, with its public half in a file of its own. */
  async makeKey(): Promise<ThrowawayKey> {
    const ring = join(this.folder, '.cache', 'release-keys.json');
    mkdirSync(dirname(ring), { recursive: true });
    writeFileSync(ring, '{ "keys": [] }\n');
    return { ring, secret: (await this.#script('make-key', [ring])).trim() };
  }

  /**
   * Builds, renews what is generated with the new versions, signs, and publishes what the registry has not: as the script
   * release:publish does, but for a registry and a key of the rehearsal.
   */
  async publish(publisher: Newcomer, { ring, secret }: ThrowawayKey): Promise<void> {
    await this.#pnpm('-r', 'run', 'build');
    await run(process.execPath, ['scripts/generate/main.ts'], { cwd: this.folder, env: process.env });
    await this.#pnpm('-r', 'run', 'build');
    await this.#script('sign', ['--keys', ring], { ASHLAR_SIGNING_KEY: secret });
    // Nothing of who rehearses is passed on: it may name a registry where a publication would be a real one.
    await publisher.requireRegistry(this.folder);
    const { file, args, shell } = npmCommand(
      'npx',
      pnpmThroughNpx(this.folder, ['exec', 'changeset', 'publish', '--no-git-tag']),
    );
    await run(file, args, { cwd: this.folder, env: publisher.env, shell });
  }

  #script(name: string, words: readonly string[], more: Record<string, string> = {}): Promise<string> {
    const args = [join('scripts', 'release', 'signing', `${name}.ts`), ...words];
    return run(process.execPath, args, { cwd: this.folder, env: { ...process.env, ...more } });
  }

  async #pnpm(...words: string[]): Promise<void> {
    const { file, args, shell } = npmCommand('npx', pnpmThroughNpx(this.folder, words));
    await run(file, args, { cwd: this.folder, env: pnpmEnvironment(process.env), shell });
  }
}
