import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../scripts/check/workspace.ts';
import { freePorts } from '../../shared/kit/src/testing/servers/free-port.ts';
import { runProvider } from '../../shared/kit/test/fixture/provider.ts';
import { makeCertificate } from './certificate.ts';
import { type Daemon, startDaemon } from './daemon.ts';
import { startNginx } from './nginx.ts';
import { deployPage, variables } from './page.ts';
import { programAt } from './programs.ts';

/** What `docs/deploy.md` sets up, on this machine: its own files, with other names and ports. */
export interface Team {
  /** Where clients reach it. */
  url: string;
  issuer: string;
  folder: string;
  /** Where the instances share their state. */
  redis: string;
  /** The address of one instance, behind the balancer. */
  direct(instance: 0 | 1): string;
  start(instance: 0 | 1): Promise<void>;
  stop(instance: 0 | 1, signal?: NodeJS.Signals): Promise<void>;
  /** What its last process has written to its streams. */
  output(instance: 0 | 1): string;
  /** The file that its calls are recorded in. */
  audit(instance: 0 | 1): string;
  close(): Promise<void>;
}

/** With `sessions`, as the page says for clients of 2025. */
export async function setUpTeam({ sessions = false } = {}): Promise<Team> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ashlar-deploy-')));
  const docs = join(folder, 'srv', 'docs');
  mkdirSync(docs, { recursive: true });
  writeFileSync(join(docs, 'welcome.md'), 'hello team\n');
  makeCertificate(folder);
  const [front = 0, redisPort = 0, ...ports] = await freePorts(4);
  const url = `https://localhost:${front}/mcp`;
  const provider = await runProvider(() => url, 'filesystem');
  const page = deployPage();
  const here = (text: string) =>
    text
      .replaceAll('https://docs.example.com/mcp', url)
      .replaceAll('https://login.example.com', provider.issuer)
      .replaceAll('docs.example.com', 'localhost')
      .replaceAll('listen 443', `listen 127.0.0.1:${front}`)
      .replaceAll(/127\.0\.0\.1:300([12])/g, (_, which) => `127.0.0.1:${ports[which - 1]}`)
      .replaceAll('127.0.0.1:6379', `127.0.0.1:${redisPort}`)
      .replaceAll('/etc/ssl/', `${folder}/`)
      .replaceAll('/var/log/ashlar/', `${folder}/`)
      .replaceAll('/srv/docs', docs);
  const unit = here(page.file('/etc/systemd/system/ashlar-docs@.service'));
  const more = sessions ? page.file('also in /etc/ashlar/docs.env') : '';
  const shared = variables(here(page.file('/etc/ashlar/docs.env') + more));
  const conf = page.file('/etc/nginx/conf.d/docs.conf');
  const upstream = /^upstream docs \{[^}]*\}$/m;
  const [kept = ''] = upstream.exec(page.file('upstream of /etc/nginx/conf.d/docs.conf')) ?? [];
  const running = new Map<number, Daemon>();
  const team: Team = {
    url,
    issuer: provider.issuer,
    folder,
    redis: `redis://127.0.0.1:${redisPort}`,
    direct: (instance) => `http://127.0.0.1:${ports[instance]}`,
    async start(instance) {
      const port = ports[instance] ?? 0;
      const env = { ...shared, ...variables(unit.replaceAll('%i', String(port))) };
      running.set(instance, await startDaemon(process.execPath, program(unit), { port, env }));
    },
    stop: async (instance, signal) => running.get(instance)?.stop(signal),
    output: (instance) => running.get(instance)?.output() ?? '',
    audit: (instance) => join(folder, `docs-${ports[instance]}.jsonl`),
    async close() {
      for (const daemon of [...running.values(), nginx, redis]) await daemon.stop();
      await provider.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  const redis = await startRedis(folder, redisPort);
  await Promise.all([team.start(0), team.start(1)]);
  const nginx = await startNginx(folder, here(sessions ? conf.replace(upstream, kept) : conf), front);
  return team;
}

function startRedis(folder: string, port: number): Promise<Daemon> {
  const args = ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--dir', folder];
  return startDaemon(programAt('redis-server') ?? 'redis-server', args, { port });
}

/** What the unit starts: the package's program as it was built here instead of as npx would fetch it. */
function program(unit: string): string[] {
  const { packages = '', args = '' } =
    /^ExecStart=\/usr\/bin\/npx -y (?<packages>(?:-p \S+ )+)ashlar-filesystem (?<args>\S.*)$/m.exec(unit)
      ?.groups ?? {};
  if (!packages.includes('-p @ashlar/filesystem ')) throw new Error('the unit starts no @ashlar/filesystem');
  return [join(ROOT, 'servers', 'filesystem', 'dist', 'main.js'), ...args.split(' ')];
}
