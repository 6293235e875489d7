import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../../src/build/bundle.ts';
import { connectHttp, connectStdio, startHttp } from '../../src/testing/index.ts';
import { ask, modern } from '../fixture/http.ts';
import { packageOf, TINY } from '../fixture/package.ts';

describe('a bundled server', () => {
  let dist: string;
  const command = () => ({ command: process.execPath, args: [join(dist, 'main.js')] });
  const text = (file: string) => readFileSync(join(dist, file), 'utf8');

  beforeAll(async () => {
    const folder = await packageOf({
      ...TINY,
      'dist/old.js': '',
    });
    await bundle(folder);
    dist = join(folder, 'dist');
  }, 30_000);

  /** A file and all that it loads before it runs. */
  function loaded(file: string, seen = new Set<string>()): Set<string> {
    if (seen.has(file)) return seen;
    seen.add(file);
    const imports = text(file).matchAll(/(?:^|;|})import(?:[^"'();]*from)?\s*["']\.\/([^"']+)["']/g);
    for (const [, imported = ''] of imports) loaded(imported, seen);
    return seen;
  }

  it('serves stdio', async () => {
    const client = await connectStdio('v2', command());
    expect(await client.text('hi', { name: 'ann' })).toBe('hi ann');
    await client.close();
  });

  it('serves HTTP', async () => {
    const server = await startHttp(command());
    const client = await connectHttp('v2', server.url);
    expect(await client.text('hi', { name: 'ann' })).toBe('hi ann');
    await client.close();
    const { body, headers } = modern('tools/call', { name: 'hi', arguments: { name: 'é丁' } });
    const inCharset = (charset: string) =>
      ask(server.url, {
        body,
        headers: { ...headers, 'content-type': `application/json; charset=${charset}` },
      });
    expect((await inCharset('UTF-8')).text).toContain('hi é丁');
    for (const other of ['latin1', 'utf-16', 'utf-7']) expect((await inCharset(other)).status).toBe(415);
    await server.stop();
  });

  it('loads nothing of HTTP for stdio', () => {
    const isHttp = (file: string) => text(file).includes('x-powered-by');
    const first = [...loaded('main.js')];
    expect(first.filter(isHttp)).toEqual([]);
    const later = readdirSync(dist).filter((file) => file.endsWith('.js') && !first.includes(file));
    expect(later.filter(isHttp)).not.toEqual([]);
  });

  it('loads nothing of sessions for HTTP', () => {
    const isSession = (file: string) => text(file).includes('There is no such session');
    const isHttp = (file: string) => text(file).includes('x-powered-by');
    const files = readdirSync(dist).filter((file) => file.endsWith('.js'));
    expect(files.filter(isSession)).not.toEqual([]);
    const first = files.filter(isHttp).flatMap((file) => [...loaded(file)]);
    expect([...loaded('main.js'), ...first].filter(isSession)).toEqual([]);
  });

  it('is small, and nothing is left of what was there', () => {
    const bytes = [...loaded('main.js')].reduce((sum, file) => sum + text(file).length, 0);
    expect(bytes).toBeLessThan(600_000);
    expect(existsSync(join(dist, 'old.js'))).toBe(false);
  });

  it('holds of Express what answers JSON, and not what answers files, forms and cookies', () => {
    const named = (name: string) => new RegExp(`^${name} \\d`, 'm').test(text('LICENSES.txt'));
    expect(['express', 'body-parser', 'router', 'mime-types'].filter(named)).toHaveLength(4);
    const left = ['qs', 'object-inspect', 'send', 'serve-static', 'cookie', 'content-disposition'];
    expect([...left, 'debug', 'depd', 'iconv-lite', 'mime-db'].filter(named)).toEqual([]);
  });

  it('builds at its start no schema of the SDK that nobody asks for', () => {
    const all = [...loaded('main.js')].map(text).join();
    expect(all.includes('io.modelcontextprotocol/protocolVersion')).toBe(true);
    // A name in the SDK's table of all types, and a field of OAuth's metadata.
    expect(['"AnnotationsSchema"', 'token_endpoint'].filter((part) => all.includes(part))).toEqual([]);
  });

  it('holds no server beside the kit’s own', () => {
    const all = readdirSync(dist).map(text).join();
    expect(all.includes('McpServer is not part of this bundle')).toBe(true);
    expect(all.includes('registerTool')).toBe(false);
  });

  it('comes with the licence of every package in it, and each text once', () => {
    const owners = [...text('LICENSES.txt').matchAll(/^(\S+) \d+\.\d+\.\d+\S* \(.+\)$/gm)].map(
      ([, name]) => name,
    );
    expect(owners).toEqual(expect.arrayContaining(['zod', 'express', '@modelcontextprotocol/server']));
    expect(new Set(owners).size).toBe(owners.length);
    const grants = text('LICENSES.txt').split('Permission is hereby granted').length - 1;
    expect(grants).toBeGreaterThan(0);
    expect(grants).toBeLessThan(owners.length / 2);
    expect(text('LICENSES.txt')).toContain('Copyright (c) 2025 Colin McDonnell');
  });
});

describe('what goes into a bundle', () => {
  const other = (licence: string) => ({
    'node_modules/other/package.json': `{"name":"other","version":"1.0.0",${licence}"main":"index.js"}`,
    'node_modules/other/index.js': 'module.exports = require("node:os").EOL + "of other";',
  });
  const main = { 'src/main.ts': `import other from 'other'; process.stdout.write(other);` };

  it('is not what the package depends on', async () => {
    const folder = await packageOf({
      'package.json': '{"name":"tiny","type":"module","dependencies":{"other":"1"}}',
      ...other('"license":"MIT",'),
      ...main,
    });
    await bundle(folder);
    const bundled = readFileSync(join(folder, 'dist', 'main.js'), 'utf8');
    expect(bundled).toMatch(/from\s?["']other["']/);
    expect(bundled).not.toContain('of other');
  });

  it('is the package itself, though a stand-in takes its place in Express', async () => {
    const folder = await packageOf({
      'package.json': '{"name":"tiny","type":"module"}',
      'node_modules/qs/package.json': '{"name":"qs","version":"1.0.0","license":"MIT"}',
      'node_modules/qs/index.js': 'module.exports = "of qs";',
      'src/main.ts': `export { default } from 'qs';`,
    });
    await bundle(folder);
    expect((await import(join(folder, 'dist', 'main.js'))).default).toBe('of qs');
  });

  it('is every entry that the package names, and CommonJS that requires node’s own modules', async () => {
    const folder = await packageOf({
      'package.json':
        '{"name":"tiny","type":"module","ashlar":{"entries":{"a":"src/main.ts","b":"src/b.ts"}}}',
      ...other('"license":"MIT",'),
      ...main,
      'src/b.ts': 'export const b: number = 1;',
    });
    await bundle(folder);
    const files = readdirSync(join(folder, 'dist'));
    expect(files).toEqual(expect.arrayContaining(['a.js', 'b.js', 'LICENSES.txt']));
    expect(readFileSync(join(folder, 'dist', 'LICENSES.txt'), 'utf8')).toContain(
      'other 1.0.0 (MIT)\n\n(The package names its licence only: MIT.)',
    );
    await expect(import(join(folder, 'dist', 'a.js'))).resolves.toBeDefined();
  });

  it('keeps the heap small from its first file on, and says so to V8 once', async () => {
    const folder = await packageOf({
      'package.json':
        '{"name":"tiny","type":"module","ashlar":{"entries":{"main":"src/main.ts","thread":"src/thread.ts"}}}',
      'count.mjs': `import v8 from 'node:v8'; import { syncBuiltinESMExports } from 'node:module';
        v8.setFlagsFromString = (flags) => console.log(flags); syncBuiltinESMExports();`,
      'src/thread.ts': `console.log('thread');`,
      'src/late.ts': `console.log('late');`,
      'src/main.ts': `import { Worker } from 'node:worker_threads';
        await import('./late.ts');
        new Worker(new URL('./thread.js', import.meta.url), { execArgv: process.execArgv });`,
    });
    await bundle(folder);
    const args = ['--import', join(folder, 'count.mjs'), join(folder, 'dist', 'main.js')];
    const told = execFileSync(process.execPath, args, { encoding: 'utf8' });
    expect(told).toBe('--semi-space-growth-factor=1 --heap-growing-percent=20\nlate\nthread\n');
  });

  it('is no SDK that is written in another way than what is cut of it', async () => {
    const sdk = 'node_modules/@modelcontextprotocol/server';
    const folder = await packageOf({
      'package.json': '{"name":"tiny","type":"module"}',
      [`${sdk}/package.json`]:
        '{"name":"@modelcontextprotocol/server","version":"3.0.0","license":"MIT","exports":"./dist/mcp-1.mjs"}',
      [`${sdk}/dist/mcp-1.mjs`]: 'export class McpServer {}',
      'src/main.ts': `export { McpServer } from '@modelcontextprotocol/server';`,
    });
    await expect(bundle(folder)).rejects.toThrow('the SDK no longer holds');
  });

  it('is not a package without a licence', async () => {
    const folder = await packageOf({
      'package.json': '{"name":"tiny","type":"module"}',
      ...other(''),
      ...main,
    });
    await expect(bundle(folder)).rejects.toThrow('other brings no licence');
  });
});
