import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseTarGzip } from 'nanotar';

/** The files of a repository by their paths, with `/`. */
export type Files = Map<string, Buffer>;

/** Beside the program, once it is bundled, or beside its sources: the build packs them. */
const FOLDER = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../templates/' : '../templates/', import.meta.url),
);
const ENDING = '.tgz';

/** Servers that can be forked. */
export function templateNames(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length))
    .sort();
}

/** The sources of a server, as they were when this version was published. */
export async function templateOf(name: string): Promise<Files> {
  const packed = await parseTarGzip(readFileSync(`${FOLDER}${name}${ENDING}`));
  return new Map(packed.map(({ name: path, data }) => [path, Buffer.from(data ?? [])]));
}
