import { type Engine, typed } from './engine.ts';

/** Bytes that a server may add to what Node needs, without the drivers that somebody asks for. */
const MAX_BYTES = 12_000_000;

/** What a process finds in there, told by Node, since there is nothing else. */
const LOOK = `
const fs = require('node:fs');
const status = fs.readFileSync('/proc/self/status', 'utf8');
const tried = (act) => { try { act(); return 'done'; } catch (error) { return error.code; } };
console.log(JSON.stringify({
  pid: process.pid,
  user: process.getuid(),
  rights: /CapEff:\\s*(\\S+)/.exec(status)[1],
  more: /NoNewPrivs:\\s*(\\S+)/.exec(status)[1],
  root: tried(() => fs.writeFileSync('/made', '')),
  server: tried(() => fs.writeFileSync('/server/made', '')),
  networks: Object.keys(require('node:os').networkInterfaces()).filter((name) => name !== 'lo').length,
  programs: ['/bin', '/usr/bin', '/sbin', '/usr/sbin'].flatMap((at) => (fs.existsSync(at) ? fs.readdirSync(at) : [])),
}));`;
const FOUND = {
  pid: 1,
  user: 65532,
  rights: '0000000000000000',
  more: '1',
  root: 'EROFS',
  server: 'EROFS',
  networks: 0,
};

/** Throws unless who runs there has no rights, no network, no shell and nowhere to write. */
export async function confined(engine: Engine, flags: string, image: string): Promise<void> {
  const look = LOOK.replaceAll('\n', ' ').replaceAll("'", '"');
  const told = await typed(engine, `${flags} --entrypoint /nodejs/bin/node ${image} -e '${look}'`);
  const { programs, ...found } = JSON.parse(told) as typeof FOUND & { programs: string[] };
  same(found, FOUND, image);
  const shell = programs.filter((name) => /^(?:ba|da|)sh$|^busybox$|^apt|^npm$/.test(name));
  same(shell, [], `programs of ${image}`);
}

/** Throws unless the image is small, and says whose it is: by this label the registry of MCP knows that it is ours. */
export async function labelled(
  engine: Engine,
  image: string,
  base: string,
  mcpName: string,
): Promise<number> {
  const inspect = async (name: string, form: string) =>
    (await typed(engine, `docker inspect --format '${form}' ${name}`)).trim();
  // Docker builds on a base without keeping it.
  await typed(engine, `docker image inspect ${base} || docker pull --quiet ${base}`);
  const label = '{{index .Config.Labels "io.modelcontextprotocol.server.name"}}';
  same(await inspect(image, label), mcpName, `the label of ${image}`);
  same(await inspect(image, '{{.Config.User}}'), '65532:65532', `the user of ${image}`);
  const [whole, below] = await Promise.all([image, base].map((name) => inspect(name, '{{.Size}}')));
  const own = Number(whole) - Number(below);
  if (own > MAX_BYTES) throw new Error(`${image} adds ${own} bytes to its base, more than ${MAX_BYTES}`);
  return own;
}

export function same(found: unknown, wanted: unknown, what: string): void {
  const [is, was] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (is !== was) throw new Error(`${what}: ${is} instead of ${was}`);
}
