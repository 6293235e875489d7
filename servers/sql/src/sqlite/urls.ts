const inSources = import.meta.url.endsWith('.ts');

/** The programs of a child: beside this file in the sources, beside the bin once they are bundled. */
export const CHILD_URL = new URL(inSources ? './child.ts' : './sqlite-child.js', import.meta.url);
export const WATCHDOG_URL = new URL(inSources ? './watchdog.ts' : './sqlite-watchdog.js', import.meta.url);
