import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';
import { onTestFinished } from 'vitest';

/** Counts notes that are opened to be read, by their names, from now until the test is finished. */
export function notesOpened(): () => string[] {
  const { openSync } = fs;
  const opened: string[] = [];
  const held = new Map<string, string>();
  fs.openSync = ((...args: Parameters<typeof openSync>) => {
    const fd = openSync(...args);
    const path = String(args[0]);
    const name = basename(held.get(path) ?? path);
    held.set(`/proc/self/fd/${fd}`, path);
    // Taking hold of a file (O_PATH) reads nothing.
    if (/\.(?:md|canvas)$/.test(name) && !(Number(args[1]) & 0o10000000)) opened.push(name);
    return fd;
  }) as typeof openSync;
  syncBuiltinESMExports();
  onTestFinished(() => {
    fs.openSync = openSync;
    syncBuiltinESMExports();
  });
  return () => opened.splice(0);
}
