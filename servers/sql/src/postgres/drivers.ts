import { loadDriver } from '../engine/load-driver.ts';
import type { ScannedToken } from './named.ts';

const PACKAGES = 'pg@8 pg-cursor@2 libpg-query@18';

export interface Drivers {
  Pool: typeof import('pg').Pool;
  Cursor: typeof import('pg-cursor');
  /** PostgreSQL's own grammar. Throws `SyntaxError`-like errors of its own. */
  parse(sql: string): unknown;
  /** The tokens of a statement as PostgreSQL's own scanner cuts them; throws likewise. */
  scan(sql: string): readonly ScannedToken[];
}

/** Throws `ToolError` (`unavailable`) where one of them is not installed. */
export async function loadDrivers(): Promise<Drivers> {
  return loadDriver(
    async () => {
      const [{ default: pg }, { default: Cursor }, grammar] = await Promise.all([
        import('pg'),
        import('pg-cursor'),
        import('libpg-query'),
      ]);
      await grammar.loadModule();
      return { Pool: pg.Pool, Cursor, parse: grammar.parseSync, scan: (sql) => grammar.scanSync(sql).tokens };
    },
    'PostgreSQL',
    PACKAGES,
  );
}
