import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { templateNames, templateOf } from '../fork/templates.ts';
import type { Manifest } from './signed-package.ts';

export interface OwnSample {
  args: readonly string[];
  cwd: string;
  /** Where what the lock calls `<name>` is on this machine, by its name. */
  paths: ReadonlyMap<string, string>;
}

/** Words that name something of the sample. */
const IN_SAMPLE = /^sample(?=$|\/)/;

/**
 * The arguments with which the lock of one of our servers was made, and beside the installed package a copy of the sample
 * they name, which this program has for those who fork. Of another package: no arguments.
 */
export async function onOwnSample({ name, ashlar }: Manifest, place: string): Promise<OwnSample> {
  const cwd = join(place, '..');
  const short = name.replace(/^@ashlar\//, '');
  const words = ashlar?.sample ?? [];
  if (short === name || !templateNames().includes(short)) return { args: [], cwd, paths: new Map() };
  for (const [path, content] of await templateOf(short)) {
    if (!IN_SAMPLE.test(path)) continue;
    const file = join(cwd, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  const paths = new Map(words.filter((word) => IN_SAMPLE.test(word)).map((word) => [word, join(cwd, word)]));
  return { args: words.map((word) => paths.get(word) ?? word), cwd, paths };
}
