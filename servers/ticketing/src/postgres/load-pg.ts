import { loadPackages } from '@ashlar/kit/needs';

/** Throws `ToolError` (`unavailable`), with the command that brings it, where the driver is not installed. */
export function loadPg() {
  return loadPackages(async () => (await import('pg')).default, {
    what: 'PostgreSQL',
    packages: 'pg@8',
    server: '@ashlar/ticketing',
    program: 'ashlar-ticketing',
  });
}
