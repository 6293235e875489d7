import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLIENTS, connectStdio } from '../../../shared/kit/src/testing/client.ts';
import { ROOT, serverPackages } from '../../check/workspace.ts';
import { told } from '../told.ts';
import { basesOf } from './bases.ts';
import { type Engine, openEngine, typed } from './engine.ts';
import { confined, labelled, same } from './inside.ts';
import { overHttp } from './over-http.ts';
import { commandOf, documented, REHEARSED } from './page.ts';
import { TRIES } from './tries.ts';

/** Builds an image of every server with our Dockerfile as it is, and types what docs/deploy.md says of containers. */
async function rehearse(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-containers-'));
  // Whoever runs in a container is somebody else, who has to find the way.
  chmodSync(folder, 0o755);
  const home = furnished(join(folder, 'home'));
  const engine = await told('an engine', () => openEngine(folder, home));
  if (engine === undefined) {
    console.log('not rehearsed: needs Docker; or root, podman and mmdebstrap');
    return;
  }
  console.log(`    ${engine.called}`);
  let cleaned: Promise<void> | undefined;
  const cleanUp = () => {
    cleaned ??= engine.close().finally(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
    return cleaned;
  };
  // A container left behind would go on, and keep its port.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void cleanUp().finally(() => process.exit(1)));
  }
  try {
    await images(engine, home);
    await commands(engine, home);
  } finally {
    await cleanUp();
  }
}

async function images(engine: Engine, home: string): Promise<void> {
  const line = commandOf(documented(), 'docker build', 'ashlar-filesystem .');
  const run = runOf('filesystem');
  const base = basesOf(readFileSync(join(ROOT, 'Dockerfile'), 'utf8')).at(-1) ?? '';
  for (const { path, manifest } of serverPackages(ROOT)) {
    const name = manifest.name.replace('@ashlar/', '');
    const image = `${REHEARSED}${name}`;
    await told(`an image of ${name}`, () => typed(engine, at(line.replaceAll('filesystem', name))));
    const own = await labelled(engine, image, base, String(manifest.mcpName));
    console.log(`    ${(own / 1e6).toFixed(1)} MB beside Node`);
    await told(`${name} confined`, () => confined(engine, run, image));
    const sample = join(home, name);
    cpSync(join(path, 'sample'), sample, { recursive: true });
    await told(`${name} over stdio`, () =>
      tried(engine, name, `${run} -v ${sample}:/data:ro -v ${image}:/state ${image}`),
    );
  }
}

/** With each client there is; each is a container of its own, and the last finds what the first has left in `/state`. */
async function tried(engine: Engine, name: string, command: string): Promise<void> {
  const { words, tool, input, says } = TRIES[name] ?? { words: [], tool: '', input: {}, says: '' };
  for (const kind of CLIENTS) {
    const client = await connectStdio(kind, { ...shell(`${command} ${words.join(' ')}`), env: engine.env });
    const text = await client.text(tool, input);
    await client.close();
    if (!text.includes(says)) throw new Error(`${name}: ${tool} answers ${text}`);
  }
}

async function commands(engine: Engine, home: string): Promise<void> {
  const all = documented();
  await told('notes, as documented', async () => {
    const client = await connectStdio('v2', {
      ...shell(commandOf(all, 'docker run --rm', '/data')),
      env: engine.env,
    });
    same((await client.text('read', { path: 'list.md' })).includes('milk'), true, 'a note can be read');
    await client.close();
  });
  const tickets = commandOf(all, 'docker run --rm', 'ashlar-ticketing');
  await told('tickets that stay, as documented', async () => {
    const first = await connectStdio('v2', { ...shell(tickets), env: engine.env });
    await first.call('create_ticket', { title: 'The roof leaks' });
    await first.close();
    const second = await connectStdio('v2', { ...shell(tickets), env: engine.env });
    const found = await second.text('search_tickets', { query: 'roof' });
    await second.close();
    same(found.includes('The roof leaks'), true, 'a ticket is there in the next container');
  });
  await told('tickets without a volume', async () => {
    const client = await connectStdio('v2', { ...shell(tickets.replace(/-v \S+ /, '')), env: engine.env });
    const said = await client.text('search_tickets');
    await client.close();
    same(/unavailable: .*--file/s.test(said), true, `a sentence instead of '${said}'`);
  });
  await told('drivers, as documented', async () => {
    const build = commandOf(all, 'docker build', 'ashlar-sql .');
    await typed(engine, at(build));
    const look = 'import("/server/node_modules/pg/lib/index.js").then(() => console.log("loaded"))';
    const line = `${runOf('filesystem')} --entrypoint /nodejs/bin/node ${REHEARSED}sql -e '${look}'`;
    same((await typed(engine, line)).trim(), 'loaded', 'the driver of PostgreSQL');
  });
  await told('HTTP with keys, as documented', () => overHttp(engine, home, all));
}

/** `docker run` with all its restrictions, up to what is mounted. */
function runOf(server: string): string {
  return commandOf(documented(), 'docker run --rm', `ashlar-${server} /data`).replace(/ -v .*$/, '');
}

/** Where the Dockerfile is. */
function at(command: string): string {
  return `cd '${ROOT}' && ${command}`;
}

function shell(command: string): { command: string; args: string[] } {
  return { command: 'sh', args: ['-c', `exec ${command}`] };
}

/** The home of somebody who has notes, and a folder for keys. */
function furnished(home: string): string {
  for (const folder of ['notes', 'keys']) mkdirSync(join(home, folder), { recursive: true });
  writeFileSync(join(home, 'notes', 'list.md'), 'milk\n');
  return home;
}

await rehearse();
