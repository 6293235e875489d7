import { loadPackages } from '@ashlar/kit/needs';

/** A driver that is installed only by who uses its database. Throws as `loadPackages`. */
export function loadDriver<T>(load: () => Promise<T>, database: string, packages: string): Promise<T> {
  return loadPackages(load, { what: database, packages, server: '@ashlar/sql', program: 'ashlar-sql' });
}
