import { loadDriver } from '../engine/load-driver.ts';

export type Driver = typeof import('@duckdb/node-api');

/** Throws `ToolError` (`unavailable`) where it is not installed. */
export async function loadDuckdb(): Promise<Driver> {
  return loadDriver(() => import('@duckdb/node-api'), 'DuckDB', '@duckdb/node-api@1.5');
}
