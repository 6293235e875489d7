import { workerData } from 'node:worker_threads';

/** Milliseconds between two looks. */
const EVERY = 25;

const { bytes, parent } = workerData as { bytes: number; parent: number };

/**
 * A thread beside SQLite, which lets nothing else of its own thread run while it works: ends the process where
 * that takes more memory than it may, or where nobody is left to hear the answer.
 */
setInterval(() => {
  if (process.memoryUsage.rss() > bytes || process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, EVERY);
