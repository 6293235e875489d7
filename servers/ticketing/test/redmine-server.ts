import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@ashlar/kit/testing/servers';
import { ChildServer } from './child-server.ts';

const PROGRAM = '/usr/share/redmine';
const PUMA = '/usr/bin/puma';

/** Whether this machine has Redmine: Debian's packages redmine, redmine-sqlite and puma. */
export const hasRedmine = existsSync(join(PROGRAM, 'config.ru')) && existsSync(PUMA);

/** Projects, and people in them: ann manages web, where bob reports; he manages another one. */
const SEED = `
Setting.rest_api_enabled = '1'
web, secret, ops = %w[web secret ops].map do |name|
  Project.create!(name: name.capitalize, identifier: name, is_public: name != 'secret',
                  enabled_module_names: ['issue_tracking'], trackers: Tracker.all)
end
{ 'ann' => 'Manager', 'bob' => 'Reporter', 'cat' => 'Developer' }.each do |name, role|
  user = User.new(firstname: name.capitalize, lastname: 'Test', mail: "#{name}@test.invalid")
  user.login, user.password = name, 'password1'
  user.save!
  Member.create!(project: web, user: user, roles: [Role.find_by!(name: role)])
  Member.create!(project: secret, user: user, roles: [Role.find_by!(name: role)]) if name == 'ann'
  Member.create!(project: ops, user: user, roles: [Role.find_by!(name: 'Manager')]) if name == 'bob'
  puts "#{name}=#{user.api_key}"
end
admin = User.find_by!(login: 'admin')
admin.update_columns(must_change_passwd: false)
puts "admin=#{admin.api_key}"
`;

/** A real Redmine on a free port of this machine, with a database of its own. */
export class TestRedmine {
  readonly url: string;
  /** API keys, by who has them. */
  readonly keys: Readonly<Record<string, string>>;
  readonly #folder: string;
  readonly #server: ChildServer;
  readonly #run: Run;

  private constructor(
    url: string,
    folder: string,
    { keys, server, run }: { keys: Record<string, string>; server: ChildServer; run: Run },
  ) {
    this.url = url;
    this.#folder = folder;
    this.keys = keys;
    this.#server = server;
    this.#run = run;
  }

  static async start(): Promise<TestRedmine> {
    const folder = mkdtempSync(join(tmpdir(), 'ashlar-redmine-'));
    const env = { ...process.env, RAILS_ENV: 'production', REDMINE_LANG: 'en', RUBYOPT: '-W0' };
    install(folder);
    const run = runIn(folder, env);
    run('bundle', 'install', '--local');
    run('bin/rails', 'db:migrate');
    run('bin/rails', 'redmine:load_default_data');
    writeFileSync(join(folder, 'seed.rb'), SEED);
    const said = run('bin/rails', 'runner', 'seed.rb');
    const keys = Object.fromEntries(
      said
        .trim()
        .split('\n')
        .map((line) => line.split('=') as [string, string]),
    );
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const args = ['exec', 'puma', '-e', 'production', '-b', `tcp://127.0.0.1:${port}`, 'config.ru'];
    const server = await ChildServer.start('bundle', args, { url: `${url}/issues.json`, cwd: folder, env });
    return new TestRedmine(url, folder, { keys, server, run });
  }

  /** In somebody's name. */
  async as(name: string, method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: { 'x-redmine-api-key': this.keys[name] ?? '', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return text.trim() === '' ? undefined : JSON.parse(text);
  }

  /** Takes the key of somebody away; gives another one. */
  renewKey(name: string): string {
    const ruby = `user = User.find_by!(login: '${name}'); user.api_token.destroy; puts User.find(user.id).api_key`;
    return this.#run('bin/rails', 'runner', ruby).trim();
  }

  async stop(): Promise<void> {
    await this.#server.stop();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

type Run = (program: string, ...args: string[]) => string;

function runIn(cwd: string, env: NodeJS.ProcessEnv): Run {
  return (program, ...args) =>
    execFileSync(program, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

/** A copy of the program: Debian's own writes to places of the system. */
function install(folder: string): void {
  cpSync(PROGRAM, folder, {
    recursive: true,
    filter: (path) =>
      !['Gemfile.lock', 'instances', 'config/database.yml'].some((name) => path === join(PROGRAM, name)),
  });
  const own = join(folder, 'instances', 'default');
  for (const name of ['config', 'log', 'tmp', 'files', 'public'])
    mkdirSync(join(own, name), { recursive: true });
  for (const name of ['tmp', 'log', 'files', 'public/plugin_assets'])
    mkdirSync(join(folder, name), { recursive: true });
  const database = join(own, 'config', 'database.yml');
  writeFileSync(database, `production:\n  adapter: sqlite3\n  database: ${join(folder, 'redmine.db')}\n`);
  writeFileSync(join(own, 'config', 'secret_key.txt'), 'no secret: this database is gone after the tests');
  const gems = join(folder, 'Gemfile');
  const named = readFileSync(gems, 'utf8').replace(/'\/usr\/share\/redmine\/\{[^']*'/, `'${database}'`);
  writeFileSync(gems, named);
  appendFileSync(gems, "\ngem 'puma'\n");
}
