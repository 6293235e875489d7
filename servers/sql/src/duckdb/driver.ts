import { loadDriver } from '../engine/load-driver.ts';

const NAME = '@duckdb/node-api';

export type Driver = typeof import('@duckdb/node-api');

/** Throws `ToolError` (`unavailable`) where the driver is not installed; it is loaded by a child only. */
export async function requireDuckdb(): Promise<void> {
  await loadDriver(async () => import.meta.resolve(NAME), 'DuckDB', `${NAME}@1.5`);
}

export function loadDuckdb(): Promise<Driver> {
  return import('@duckdb/node-api');
}
