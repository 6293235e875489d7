import { loadDriver } from '../engine/load-driver.ts';

export type Driver = typeof import('mysql2');

/** Throws `ToolError` (`unavailable`) where it is not installed. */
export async function loadMysql(): Promise<Driver> {
  return loadDriver(async () => (await import('mysql2')).default as unknown as Driver, 'MySQL', 'mysql2@3');
}
