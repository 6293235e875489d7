import { loadPackages } from '../tracker/load-packages.ts';

/** Throws `ToolError` (`unavailable`), with the command that brings it, where the driver is not installed. */
export function loadPg() {
  return loadPackages(async () => (await import('pg')).default, { tracker: 'PostgreSQL', packages: 'pg@8' });
}

export type Pg = Awaited<ReturnType<typeof loadPg>>;
