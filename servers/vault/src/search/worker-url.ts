/** The file that the thread runs: beside this one in the sources, beside the bin once it is bundled. */
export const WORKER_URL = new URL(
  import.meta.url.endsWith('.ts') ? './worker.ts' : './text-worker.js',
  import.meta.url,
);
