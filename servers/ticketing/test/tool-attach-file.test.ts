import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSwapper } from '@ashlar/kit/testing';
import Sqlite from 'better-sqlite3';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { readOnce } from '../src/asking/read-once.ts';
import { AttachFrom } from '../src/attach/attachable.ts';
import { testFolder } from './sqlite-desk.ts';
import { openWire, tenantCaller } from './wire.ts';

const onLinux = process.platform === 'linux';
const TEXT = 'The disk has 1 TB.\n';
const PNG = Buffer.from('89504e470d0a1a0a00ff', 'hex');

/** A folder to attach from, beside one that nothing may be attached from. */
function makeFolders(files: Readonly<Record<string, string | Buffer>> = { 'disk.txt': TEXT }) {
  const around = testFolder();
  const [folder, outside] = [join(around, 'folder'), join(around, 'outside')];
  for (const one of [folder, outside]) mkdirSync(one);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  writeFileSync(join(outside, 'disk.txt'), 'OUTSIDE\n');
  return { folder, outside };
}

type Guest = Omit<NonNullable<Parameters<typeof openWire>[0]>, 'args'>;

async function withTicket(folder: string, { args = [], ...guest }: Guest & { args?: string[] } = {}) {
  const shown: string[] = [];
  const wire = await openWire({
    person: (message) => {
      shown.push(message);
      return 'accept';
    },
    ...guest,
    args: ['--attach-from', folder, ...args],
  });
  await wire.data('create_ticket', { title: 'Disk full' });
  const read = async (uri: string) => {
    const [content] = (await wire.client.sdk.readResource({ uri })).contents;
    return content as { mimeType: string; text?: string; blob?: string };
  };
  return { ...wire, shown, read };
}

describe('attach_file', () => {
  it('is not there without a folder', async () => {
    const { client } = await openWire();
    expect((await client.listed()).tools.map(({ name }) => name)).not.toContain('attach_file');
  });

  it('keeps a file with its ticket, whole, and tells of it', async () => {
    const { folder } = makeFolders({ 'disk.txt': TEXT, 'disk.png': PNG });
    const { data, read, shown } = await withTicket(folder);
    expect(await data('attach_file', { id: 'OPS-1', path: 'disk.txt' })).toMatchObject({
      id: 'OPS-1',
      rev: '2',
    });
    await data('attach_file', { id: 'OPS-1', path: 'disk.png', name: 'as seen.png' });
    expect(shown).toEqual([]);
    const { ticket, attachments } = await data('get_ticket', { id: 'OPS-1', include: ['attachments'] });
    expect(ticket.attachments).toBe(2);
    expect(attachments).toMatchObject([
      { id: '2', name: 'as seen.png', type: 'image/png', size: PNG.length },
      {
        id: '1',
        name: 'disk.txt',
        type: 'text/plain',
        visibility: 'internal',
        author: { name: 'test', role: 'member' },
        sha256: createHash('sha256').update(TEXT).digest('hex'),
      },
    ]);
    const { history } = await data('get_ticket', { id: 'OPS-1', include: ['history'] });
    expect(history[1]).toMatchObject({
      what: 'attached',
      changed: [{ field: 'attachment', after: '1 disk.txt' }, { field: 'visibility' }, { field: 'sha256' }],
    });
    expect((await read('ticket://OPS/OPS-1/attachments/1')).text).toBe(TEXT);
    expect(await read('ticket://OPS/OPS-1/attachments/2')).toMatchObject({
      mimeType: 'image/png',
      blob: PNG.toString('base64'),
    });
  });

  it('is kept once, by the same name', async () => {
    const { data } = await withTicket(makeFolders().folder);
    await data('attach_file', { id: 'OPS-1', path: 'disk.txt' });
    const again = await data('attach_file', { id: 'OPS-1', path: 'disk.txt' });
    expect(again).toMatchObject({ rev: '2', changed: [] });
  });

  it('asks before others see it, shows which file, and is bound to what it holds', async () => {
    const { folder } = makeFolders({ 'disk\u202e.txt': TEXT, 'other.txt': 'x' });
    const { data, shown, file } = await withTicket(folder);
    await data('attach_file', { id: 'OPS-1', path: 'disk\u202e.txt', visibility: 'public' });
    expect(shown[0]?.split('\n').slice(1)).toEqual([
      'Attaches, for others to see, to OPS-1 "Disk full":',
      'file: "disk⟦U+202E⟧.txt"',
      `as: "disk⟦U+202E⟧.txt", text/plain, ${TEXT.length} bytes`,
      `SHA-256: ${createHash('sha256').update(TEXT).digest('hex')}`,
    ]);
    const slow = await openWire({
      file,
      args: ['--attach-from', folder],
      person: () => {
        writeFileSync(join(folder, 'other.txt'), 'y');
        return 'accept';
      },
    });
    const public_ = { id: 'OPS-1', path: 'other.txt', visibility: 'public' };
    expect(await slow.refuses('attach_file', public_)).toContain('has changed since then');
  });

  it('asks where the operator says so, and nobody can be asked', async () => {
    const { folder } = makeFolders();
    const { shown, data, file } = await withTicket(folder, { args: ['--ask', 'attach_file'] });
    await data('attach_file', { id: 'OPS-1', path: 'disk.txt' });
    expect(shown[0]).toContain('Attaches, for the team, to');
    const alone = await openWire({ file, args: ['--attach-from', folder] });
    expect(
      await alone.refuses('attach_file', { id: 'OPS-1', path: 'disk.txt', visibility: 'public' }),
    ).toContain('A person has to approve this');
  });

  it('takes nothing from elsewhere, nothing secret, no folder and nothing large', async () => {
    const secret = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');
    const { folder, outside } = makeFolders({
      'disk.txt': TEXT,
      '.env': 'A=b',
      'key.txt': `id ${secret}`,
      'wide.txt': Buffer.from(`\ufeffid ${secret}`, 'utf16le'),
      'large.txt': 'x'.repeat(101),
    });
    mkdirSync(join(folder, 'inner'));
    if (onLinux) symlinkSync(outside, join(folder, 'link'));
    const { refuses, data } = await withTicket(folder, { args: ['--attach-bytes', '100'] });
    const refused = (path: string) => refuses('attach_file', { id: 'OPS-1', path });
    for (const path of [
      '../outside/disk.txt',
      join(outside, 'disk.txt'),
      ...(onLinux ? ['link/disk.txt'] : []),
    ]) {
      expect(await refused(path), path).toMatch(/^forbidden: .* outside/);
    }
    expect(await refused('.env')).toMatch(/^forbidden: ".env" is protected/);
    for (const path of ['key.txt', 'wide.txt']) {
      expect(await refused(path)).toMatch(/^forbidden: path: the file holds what looks like a key/);
    }
    expect(await refused('inner')).toMatch(/^invalid_input: path: "inner" is a folder/);
    expect(await refused('large.txt')).toContain('has 101 bytes; at most 100 can be attached');
    expect(await refused('nowhere.txt')).toMatch(/^not_found/);
    expect((await data('get_ticket', { id: 'OPS-1' })).ticket).not.toHaveProperty('attachments');
  });

  it.skipIf(!onLinux)(
    'takes nothing from elsewhere while somebody exchanges the way to it (Linux)',
    async () => {
      const { folder, outside } = makeFolders();
      mkdirSync(join(folder, 'way'));
      writeFileSync(join(folder, 'way', 'disk.txt'), TEXT);
      const { client, file } = await withTicket(folder);
      const swapper = await startSwapper(join(folder, 'way'), outside);
      onTestFinished(() => swapper.stop());
      let [attached, refused] = [0, 0];
      const until = Date.now() + 15_000;
      for (let at = 0; (at < 400 || attached === 0 || refused === 0) && Date.now() < until; at++) {
        const { isError } = await client.call('attach_file', {
          id: 'OPS-1',
          path: 'way/disk.txt',
          name: `${at % 90}`,
        });
        if (isError) refused += 1;
        else attached += 1;
      }
      // Otherwise the way was not exchanged while it was gone.
      expect(Math.min(attached, refused)).toBeGreaterThan(0);
      const plain = join(folder, 'way', 'disk.txt');
      await vi.waitUntil(() => quietly(plain) === 'OUTSIDE\n', { interval: 0, timeout: 10_000 });
      const database = new Sqlite(file, { readonly: true });
      const kept = database.prepare('SELECT DISTINCT CAST(bytes AS TEXT) AS text FROM attachment').all();
      database.close();
      expect(kept).toEqual([{ text: TEXT }]);
    },
    30_000,
  );
});

function quietly(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

it('is read once for each call: what a person was shown is what is kept', async () => {
  const { folder } = makeFolders();
  const files = new AttachFrom({ folders: [folder], most: 100, warn: () => {} });
  const call = {};
  const place = { path: 'disk.txt', tenant: undefined };
  await readOnce(call, files, place);
  writeFileSync(join(folder, 'disk.txt'), 'other');
  expect((await readOnce(call, files, place)).bytes.toString()).toBe(TEXT);
  expect((await readOnce({}, files, place)).bytes.toString()).toBe('other');
});

describe('files of tenants', () => {
  it('come from a folder of their own, and are seen by nobody else', async () => {
    const { folder } = makeFolders();
    for (const name of ['acme', 'globex']) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'mine.txt'), `of ${name}`);
    }
    const args = ['--attach-from', join(folder, '{tenant}')];
    const acme = await withTicket(folder, { args, caller: tenantCaller('acme') });
    const globex = await withTicket(folder, { args, caller: tenantCaller('globex'), file: acme.file });
    await acme.data('attach_file', { id: 'OPS-1', path: 'mine.txt' });
    expect((await acme.read('ticket://OPS/OPS-1/attachments/1')).text).toBe('of acme');
    await expect(globex.read('ticket://OPS/OPS-1/attachments/1')).rejects.toThrow();
    expect((await globex.data('get_ticket', { id: 'OPS-1', include: ['attachments'] })).attachments).toEqual(
      [],
    );
    for (const path of ['disk.txt', '../acme/mine.txt', join(folder, 'acme', 'mine.txt')]) {
      expect(await globex.refuses('attach_file', { id: 'OPS-1', path }), path).toMatch(/forbidden|not_found/);
    }
  });

  it.each(['initech', '..', 'acme/../globex', 'ACME'])('are none of %s', async (tenant) => {
    const { folder } = makeFolders();
    for (const name of ['acme', 'globex']) mkdirSync(join(folder, name));
    const args = ['--attach-from', join(folder, '{tenant}')];
    const { refuses } = await withTicket(folder, { args, caller: tenantCaller(tenant) });
    expect(await refuses('attach_file', { id: 'OPS-1', path: 'disk.txt' })).toMatch(
      /^forbidden: path: there is no folder from which you may attach files/,
    );
  });

  it('are not a customer’s to attach, and those of the team are not theirs to see', async () => {
    const { folder } = makeFolders();
    mkdirSync(join(folder, 'acme'));
    writeFileSync(join(folder, 'acme', 'mine.txt'), 'x');
    const args = ['--attach-from', join(folder, '{tenant}'), '--customer-scope', 'customer'];
    const member = tenantCaller('acme');
    const ours = await withTicket(folder, { args, caller: member });
    const customer = { ...member, scopes: ['ticketing:write', 'customer'] };
    const theirs = await withTicket(folder, { args, caller: customer, file: ours.file });
    await ours.data('attach_file', { id: 'OPS-1', path: 'mine.txt' });
    await ours.data('attach_file', { id: 'OPS-1', path: 'mine.txt', name: 'yours', visibility: 'public' });
    const { attachments } = await theirs.data('get_ticket', { id: 'OPS-1', include: ['attachments'] });
    expect(attachments).toMatchObject([{ id: '2', name: 'yours' }]);
    await expect(theirs.read('ticket://OPS/OPS-1/attachments/1')).rejects.toThrow();
    expect((await theirs.read('ticket://OPS/OPS-1/attachments/2')).text).toBe('x');
    const { history } = await theirs.data('get_ticket', { id: 'OPS-1', include: ['history'] });
    expect(history.slice(0, 2)).toMatchObject([
      { what: 'attached', changed: [{ after: '2 yours' }, { after: 'public' }, { field: 'sha256' }] },
      { what: 'attached', by: { name: 'ann' }, changed: [{ field: 'visibility', after: 'internal' }] },
    ]);
    const stale = await theirs.refuses('update_ticket', { id: 'OPS-1', rev: '1', title: 'x' });
    expect(stale).toContain('attached by "ann"');
    expect(stale).not.toContain('mine.txt');
    expect(await theirs.refuses('attach_file', { id: 'OPS-1', path: 'mine.txt' })).toMatch(/^forbidden/);
  });
});

it('stops the start where no folder is there, or the tracker keeps no files', async () => {
  const nowhere = join(testFolder(), 'nowhere');
  await expect(openWire({ args: ['--attach-from', nowhere] })).rejects.toThrow(
    '--attach-from: none of the folders is there.',
  );
});
