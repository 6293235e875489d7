import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { npmCommand } from '../setup/program.mjs';
import { run } from './run.ts';

/** Somebody who has Node and npm, and nothing else: no home, no cache, no settings. */
export class Newcomer {
  readonly folder: string;
  readonly env: Record<string, string>;
  readonly #registry: string;

  constructor(folder: string, registry: string) {
    const home = join(folder, 'home');
    mkdirSync(home, { recursive: true });
    // Packages are published by whoever has a token; the registry of a rehearsal takes any, and no other is given one.
    const token = registry.startsWith('http:')
      ? `${registry.replace('http:', '')}:_authToken=rehearsal\n`
      : '';
    writeFileSync(join(home, '.npmrc'), `registry=${registry}\n${token}`);
    this.folder = folder;
    this.#registry = registry;
    this.env = {
      npm_config_registry: registry,
      pnpm_config_registry: registry,
      HOME: home,
      USERPROFILE: home,
      PATH: [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter),
      npm_config_update_notifier: 'false',
      npm_config_fund: 'false',
      npm_config_audit: 'false',
    };
  }

  /** Gives what it wrote to stdout. Throws, with all that it said, where it fails. */
  run(name: 'npm' | 'npx', args: readonly string[], cwd = this.folder): Promise<string> {
    const { file, args: words, shell } = npmCommand(name, args);
    return run(file, words, { cwd, env: this.env, shell });
  }

  /** Throws unless npm would send packages of that folder to the registry of the rehearsal, and to no other. */
  async requireRegistry(cwd: string): Promise<void> {
    const ours = await this.run(
      'npm',
      ['config', 'get', '@ashlar:registry', 'registry', '--loglevel=silent'],
      cwd,
    );
    const named = ours.match(/https?:\/\/[^\s"]+/g) ?? [];
    if (named.length > 0 && named.every((url) => url === this.#registry)) return;
    throw new Error(`npm would publish to ${named.join(' and ') || 'nowhere'}, which is not rehearsed.`);
  }

  /** As a host starts a server. */
  command(...args: string[]): { command: string; args: string[]; env: Record<string, string>; cwd: string } {
    return { command: 'npx', args, env: this.env, cwd: this.folder };
  }
}
