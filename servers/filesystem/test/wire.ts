import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectInProcess, type InProcess, type Talk, type TestClient, talkTo } from '@ashlar/kit/testing';
import { expect } from 'vitest';
import { server } from '../src/server.ts';
import { fill, type Tree } from './walk-tree.ts';

/** The server as a client sees it, and the folders that it serves. */
export interface Wire extends Talk {
  /** Real path of a folder with everything in it: `root`, and beside it whatever the tree puts there. */
  base: string;
  root: string;
  client: TestClient;
  /** The bytes of a file below `base`. */
  bytes(path: string): Promise<Buffer>;
  put(path: string, content: string | Buffer): Promise<void>;
  close(): Promise<void>;
}

export interface WireSettings {
  /** As on a command line, with paths below `base`. Default: `root`. */
  roots?: readonly string[];
  args?: readonly string[];
  /** Who approves; see the kit's testing. */
  person?: InProcess['person'];
}

/** Connects the real client to the server in this process. The tree lies below `base`. Close it. */
export async function openWire(tree: Tree = {}, settings: WireSettings = {}): Promise<Wire> {
  const { roots = ['root'], args = [], person } = settings;
  const base = realpathSync.native(mkdtempSync(join(tmpdir(), 'ashlar-wire-')));
  fill(base, { 'root/': '', ...tree });
  const given = roots.map((root) => join(base, root));
  const client = await connectInProcess(server, { args: [...given, ...args], ...(person && { person }) });
  return {
    base,
    root: join(base, 'root'),
    client,
    ...talkTo(client),
    bytes: (path) => readFile(join(base, path)),
    put: (path, content) => writeFile(join(base, path), content),
    async close() {
      await client.close();
      rmSync(base, { recursive: true, force: true });
    },
  };
}

/** The last block: what the server says in its own words. */
export function trailerOf(texts: readonly string[]): string {
  return texts.at(-1) ?? '';
}

/**
 * Asks again and again with what `next` reads from the trailer, until there is no more. Gives the answers without
 * their trailers. No answer may be longer than what is promised by default.
 */
export async function toTheEnd(
  wire: Pick<Wire, 'says'>,
  tool: string,
  input: object,
  next: (trailer: string) => object | undefined,
): Promise<string[]> {
  const pages: string[] = [];
  for (let more: object | undefined = {}; more !== undefined; ) {
    const texts = await wire.says(tool, { ...input, ...more });
    expect(Buffer.byteLength(JSON.stringify(texts))).toBeLessThanOrEqual(16_384);
    if (texts.length > 1) pages.push(texts[0] as string);
    more = next(trailerOf(texts));
    expect(pages.length).toBeLessThan(1_000);
  }
  return pages;
}

/** Reads a cursor from a trailer, and keeps no more of it than a model does: Unicode forms may change. */
export function cursorIn(trailer: string): { cursor: string } | undefined {
  const cursor = /more with cursor (\S+)[\] ]/.exec(trailer)?.[1];
  return cursor === undefined ? undefined : { cursor: cursor.replace(/\]$/, '').normalize('NFC') };
}
