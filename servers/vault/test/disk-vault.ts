import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Source } from '../src/disk/open-source.ts';
import { nothingSkipped, type Skipped } from '../src/disk/skipped.ts';
import { walk } from '../src/disk/walk.ts';

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ashlar-vault-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A vault with these files. */
export function makeVault(files: Record<string, string | Buffer> = {}): string {
  const folder = temporaryFolder();
  for (const [path, content] of Object.entries(files)) put(folder, path, content);
  return folder;
}

export function put(folder: string, path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

/** All files that a walk meets, in the order of their paths, and what it skipped. */
export function walked(source: Source): { paths: string[]; skipped: Skipped } {
  const skipped = nothingSkipped();
  const paths = [...walk(source, { start: '', skipped })].flatMap((step) =>
    step.kind === 'file' ? [step.file.path] : [],
  );
  return { paths: paths.sort(), skipped };
}
