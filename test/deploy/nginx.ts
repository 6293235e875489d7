import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Daemon, startDaemon } from './daemon.ts';
import { programAt } from './programs.ts';

/** Runs nginx with one file of `conf.d`, everything it writes below `folder`. */
export async function startNginx(folder: string, conf: string, port: number): Promise<Daemon> {
  mkdirSync(join(folder, 'temp'), { recursive: true });
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${join(folder, 'temp', kind)};`,
  );
  const main = [
    'daemon off;',
    'worker_processes 1;',
    `pid ${join(folder, 'nginx.pid')};`,
    `error_log ${join(folder, 'error.log')};`,
    'events {}',
    'http {',
    'access_log off;',
    ...temporary,
    conf,
    '}',
  ];
  const path = join(folder, 'nginx.conf');
  writeFileSync(path, main.join('\n'));
  return startDaemon(programAt('nginx') ?? 'nginx', ['-c', path, '-e', join(folder, 'error.log')], { port });
}
