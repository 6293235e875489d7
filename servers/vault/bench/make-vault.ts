import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ATTACHMENTS, attachmentPath, generatedVault } from './generated-vault.ts';

/** Writes the generated vault of so many notes to the disk; made once, then kept. */
export function makeVault(folder: string, notes: number): string {
  const stamp = join(folder, '.complete');
  if (existsSync(stamp)) return folder;
  rmSync(folder, { recursive: true, force: true });
  // Peers take a folder for a vault only with this one in it.
  mkdirSync(join(folder, '.obsidian'), { recursive: true });
  for (const { path, text } of generatedVault(notes)) put(join(folder, path), text);
  for (let at = 0; at < ATTACHMENTS; at++) put(join(folder, attachmentPath(at)), 'no real image');
  writeFileSync(stamp, '');
  return folder;
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
