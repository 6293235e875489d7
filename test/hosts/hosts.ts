/** A host that npm has: how it is made to start its servers without an account, and how it adds one by itself. */
export interface TriedHost {
  /** Of npm. */
  package: string;
  bin: string;
  /** What the host asks before it trusts a project, as files that hold the answer: below the home, `{project}` put in. */
  trust?: Readonly<Record<string, string>>;
  env?: Readonly<Record<string, string>>;
  /** A command of the host that has every server of its files started. */
  start: readonly string[];
  /** A command of the host that names its servers. */
  list?: readonly string[];
  /** A command of the host that adds a server called `own`. */
  add?: readonly string[];
  /** Whether it has a file of the project. */
  hasProject?: true;
}

/** Where no model answers: hosts start their servers before they ask one. */
const NOBODY = 'http://127.0.0.1:9/v1';
const HELLO = ['npx', '-y', '@ashlar/hello@9.9.9'];

export const TRIED: Readonly<Record<string, TriedHost>> = {
  'claude-code': {
    package: '@anthropic-ai/claude-code',
    bin: 'claude',
    trust: { '.claude/settings.json': '{ "enableAllProjectMcpServers": true }' },
    start: ['mcp', 'list'],
    list: ['mcp', 'list'],
    add: ['mcp', 'add', '-s', 'user', 'own', '--', ...HELLO],
    hasProject: true,
  },
  codex: {
    package: '@openai/codex',
    bin: 'codex',
    trust: { '.codex/config.toml': '[projects."{project}"]\ntrust_level = "trusted"\n' },
    start: [
      ...['exec', '--skip-git-repo-check', '-c', 'model_provider="nobody"'],
      ...[
        '-c',
        `model_providers.nobody={name="nobody",base_url="${NOBODY}",request_max_retries=0,stream_max_retries=0}`,
      ],
      'hello',
    ],
    list: ['mcp', 'list'],
    add: ['mcp', 'add', 'own', '--', ...HELLO],
    hasProject: true,
  },
  'gemini-cli': {
    package: '@google/gemini-cli',
    bin: 'gemini',
    env: { GEMINI_CLI_TRUST_WORKSPACE: 'true' },
    start: ['mcp', 'list'],
    list: ['mcp', 'list'],
    add: ['mcp', 'add', '-s', 'user', 'own', ...HELLO],
    hasProject: true,
  },
  opencode: {
    package: 'opencode-ai',
    bin: 'opencode',
    start: ['mcp', 'list'],
    list: ['mcp', 'list'],
    hasProject: true,
  },
  'copilot-cli': {
    package: '@github/copilot',
    bin: 'copilot',
    trust: { '.copilot/config.json': '{ "trusted_folders": ["{project}"] }' },
    env: { COPILOT_OFFLINE: 'true', COPILOT_PROVIDER_BASE_URL: NOBODY, COPILOT_MODEL: 'nobody' },
    start: ['-p', 'hello', '--allow-all-tools'],
    list: ['mcp', 'list', '--json'],
    add: ['mcp', 'add', 'own', '--', ...HELLO],
    hasProject: true,
  },
  'cline-cli': {
    package: 'cline',
    bin: 'cline',
    start: ['-P', 'ollama', '-m', 'nobody', '-t', '30', 'say hello'],
    add: ['mcp', 'add', 'own', '--yes', '--', ...HELLO],
  },
  continue: {
    package: '@continuedev/cli',
    bin: 'cn',
    trust: {
      '.continue/config.yaml': `name: x\nversion: 0.0.1\nschema: v1\nmodels:\n  - name: nobody\n    provider: openai\n    model: nobody\n    apiKey: x\n    apiBase: ${NOBODY}\n`,
      '.continue/.env': 'API_TOKEN=told\n',
    },
    start: ['-p', 'hello'],
  },
};
