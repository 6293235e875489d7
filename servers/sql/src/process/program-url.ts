const inSources = import.meta.url.endsWith('.ts');

/** The program of that name of a child: below the sources, or beside the bin once they are bundled. */
function programUrl(source: string, bundled: string): URL {
  return new URL(inSources ? `../${source}.ts` : `./${bundled}.js`, import.meta.url);
}

export const SQLITE_CHILD = programUrl('sqlite/child', 'sqlite-child');
export const DUCKDB_CHILD = programUrl('duckdb/child', 'duckdb-child');
export const WATCHDOG = programUrl('process/watchdog', 'child-watchdog');
