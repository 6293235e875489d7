import { describe, expect, it } from 'vitest';
import { chooseBackend } from '../src/backends/backends.ts';
import { DEFAULT_WORKFLOW } from '../src/sqlite/default-workflow.ts';
import { openWith } from './wire.ts';

const TOKEN = { GITHUB_TOKEN: 'ghp_x' };
const github = (more: object = {}) => ({ backend: 'github', repo: ['acme/web'], ...more });

describe('the choice of a tracker', () => {
  it('is the embedded one, with one project, where nothing is said', () => {
    const { projects, capabilities } = chooseBackend({}, {});
    expect([projects, capabilities.remote]).toEqual([['TASK'], false]);
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
      '--backend: must be one of sqlite, github, rest.',
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
