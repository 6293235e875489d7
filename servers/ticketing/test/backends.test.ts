import { describe, expect, it } from 'vitest';
import { chooseBackend } from '../src/backends/backends.ts';
import { DEFAULT_WORKFLOW } from '../src/rules/default-workflow.ts';
import { isServed, scoped } from '../src/show/scoped.ts';
import { SQLITE_CAPABILITIES } from '../src/sqlite/capabilities.ts';
import { bulkChange } from '../src/tools/bulk-change.ts';
import { updateTicket } from '../src/tools/update-ticket.ts';
import { openWith } from './wire.ts';

const TOKEN = { GITHUB_TOKEN: 'ghp_x' };
const github = (more: object = {}) => ({ backend: 'github', repo: ['acme/web'], ...more });

describe('the choice of a tracker', () => {
  it('is the embedded one, with one project, where nothing is said', () => {
    const { projects, capabilities } = chooseBackend({}, {});
    expect([projects, capabilities.remote]).toEqual([['TASK'], false]);
  });

  it('is PostgreSQL at its URL, which is not used yet', () => {
    const { projects } = chooseBackend(
      { backend: 'postgres', databaseUrl: 'postgres://nobody@localhost:1/none', project: ['OPS'] },
      {},
    );
    expect(projects).toEqual(['OPS']);
  });

  it('is GitHub with the repositories that are named', () => {
    const { projects, capabilities } = chooseBackend(
      github({ repo: ['acme/web', 'acme/api', 'b/web'] }),
      TOKEN,
    );
    expect(projects).toEqual(['acme/web', 'api', 'b/web']);
    expect(capabilities.remote).toBe(true);
  });

  it.each([
    [{ repo: ['acme/web'] }, {}, '--repo: goes with --backend github, not with sqlite.'],
    [github({ file: 'x.db' }), TOKEN, '--file: goes with --backend sqlite, not with github.'],
    [{ backend: 'github' }, TOKEN, '--repo: is missing. Name the repositories: owner/name.'],
    [
      github({ repo: ['web'] }),
      TOKEN,
      '--repo: "web" is not the name of a repository. Name it as owner/name.',
    ],
    [{ backend: 'postgres' }, {}, '--database-url: is missing. Give it, or set ASHLAR_DATABASE_URL.'],
    [
      { backend: 'postgres', databaseUrl: 'mysql://root:secret@host/x' },
      {},
      '--database-url: must be like postgres://role@host/name.',
    ],
    [
      { backend: 'postgres', databaseUrl: 'postgres://root:%zz@host/x' },
      {},
      '--database-url: must be like postgres://role@host/name.',
    ],
    [github(), {}, '--token-env: GITHUB_TOKEN is not set. Set it, or give --token-file or --token-command.'],
    [github({ tokenEnv: 'MINE' }), TOKEN, '--token-env: MINE is not set.'],
    [
      github({ tokenEnv: 'GITHUB_TOKEN', tokenFile: 'token' }),
      TOKEN,
      '--token-env, --token-file and --token-command: give one of them.',
    ],
    [
      github({ githubUrl: 'http://github.acme.example/api/v3' }),
      TOKEN,
      '--github-url: must begin with https://, unless it is on this machine.',
    ],
  ])('refuses %o', (options, environment, message) => {
    expect(() => chooseBackend(options, environment)).toThrow(message);
  });

  it('is said in the words of options to who starts a server', async () => {
    await expect(openWith(['--backend', 'jira'])).rejects.toThrow(
      '--backend: must be one of sqlite, postgres, github, rest.',
    );
    await expect(openWith(['--repo', 'acme/web'])).rejects.toThrow('--repo: goes with --backend github');
  });
});

it('has a way from the status of a new ticket to one that ends it', () => {
  const { initial, transitions, statuses } = DEFAULT_WORKFLOW;
  const reached = new Set([initial]);
  for (const { from, to } of [...transitions, ...transitions]) if (reached.has(from)) reached.add(to);
  expect(statuses.filter(({ name }) => !reached.has(name))).toEqual([]);
});

it.each([
  [['--attach-from', '.'], '--attach-from: this tracker keeps no files.'],
  [['--actions', 'actions.json'], '--actions: this tracker keeps no books of them.'],
  [['--workflow', 'workflow.json'], '--workflow: goes with --backend sqlite, not with github.'],
  [['--customer-scope', 'x'], '--customer-scope: goes with --backend sqlite, not with github.'],
])('does not take %o for a tracker that cannot hold it', async (args, message) => {
  const token = ['--token-file', 'token'];
  await expect(
    openWith(['--backend', 'github', '--remember', 'off', '--repo', 'acme/web', ...token, ...args]),
  ).rejects.toThrow(message);
});

it('offers no trial, and no bulk change, where a tracker cannot say beforehand what it would do', () => {
  const scope = (dryRuns: boolean) => ({
    projects: ['OPS'],
    capabilities: { ...SQLITE_CAPABILITIES, dryRuns },
  });
  const served = (dryRuns: boolean) => [
    isServed(bulkChange, scope(dryRuns)),
    'dryRun' in scoped(updateTicket, scope(dryRuns)).input.shape,
  ];
  expect([served(true), served(false)]).toEqual([
    [true, true],
    [false, false],
  ]);
});
