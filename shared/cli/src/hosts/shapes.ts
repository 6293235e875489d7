import type { References, Shape } from './shape.ts';

const NAME = '[A-Za-z_][A-Za-z0-9_]*';

/** `${VAR}` and `${VAR:-default}`. */
const BRACES: References = {
  text: (name) => `\${${name}}`,
  pattern: new RegExp(`\\$\\{(${NAME})(?::-[^}$\`]*)?\\}`, 'g'),
};
/** `${VAR}`, `$VAR` and `%VAR%`. */
const GEMINI: References = {
  text: (name) => `$${name}`,
  pattern: new RegExp(`\\$\\{(${NAME})(?::-[^}$\`]*)?\\}|\\$(${NAME})|%(${NAME})%`, 'g'),
};
/** `${env:VAR}`, and names of folders. */
const ENV_BRACES: References = {
  text: (name) => `\${env:${name}}`,
  pattern: new RegExp(
    `\\$\\{(?:env:(${NAME})|userHome|workspaceFolder|workspaceFolderBasename|pathSeparator|/)\\}`,
    'g',
  ),
};
/** `${input:id}`, which VS Code asks for once and keeps encrypted; `${env:VAR}`, and names of folders. */
const INPUTS: References = {
  text: (name) => `\${input:${name}}`,
  pattern: new RegExp(
    `\\$\\{(?:input:([\\w.-]+)|env:(${NAME})|userHome|workspaceFolder(?::[\\w.-]+)?|workspaceFolderBasename|pathSeparator|/)\\}`,
    'g',
  ),
  kind: 'input',
};
const CONTINUE: References = {
  text: (name) => `\${{ secrets.${name} }}`,
  pattern: /\$\{\{\s*(?:secrets|inputs)\.([A-Za-z_][\w.-]*)\s*\}\}/g,
};
const OPENCODE: References = {
  text: (name) => `{env:${name}}`,
  pattern: new RegExp(`\\{(?:env:(${NAME})|file:[^}]*)\\}`, 'g'),
};
const GOOSE: References = { ...BRACES, forwarded: 'env_keys' };
const CODEX: References = {
  forwarded: 'env_vars',
  headers: { bearer: 'bearer_token_env_var', any: 'env_http_headers' },
};

const PLAIN = { command: 'command', args: 'args', env: 'env', local: {} } as const;

function remote(
  url: string,
  http: string | undefined,
  sse: string | undefined,
  more = {},
): NonNullable<Shape['remote']> {
  return {
    url: { http: url, sse: url },
    headers: ['headers'],
    fixed: {
      http: { ...more, ...(http !== undefined && { type: http }) },
      sse: { ...more, ...(sse !== undefined && { type: sse }) },
    },
  };
}

const CLINE = {
  ...PLAIN,
  inside: 'transport',
  local: { type: 'stdio' },
  remote: remote('url', 'streamableHttp', 'sse'),
  always: () => ({ disabled: false }),
  references: ENV_BRACES,
} as const satisfies Shape;

/** What each host calls things. */
export const SHAPES = {
  claudeDesktop: { ...PLAIN, references: {} },
  claudeCode: { ...PLAIN, remote: remote('url', 'http', 'sse'), references: BRACES },
  cursor: { ...PLAIN, remote: remote('url', undefined, undefined), references: ENV_BRACES },
  vscode: { ...PLAIN, local: { type: 'stdio' }, remote: remote('url', 'http', 'sse'), references: INPUTS },
  copilot: {
    ...PLAIN,
    local: { type: 'local', tools: ['*'] },
    remote: remote('url', 'http', 'sse', { tools: ['*'] }),
    references: GEMINI,
  },
  windsurf: { ...PLAIN, remote: remote('serverUrl', undefined, undefined), references: ENV_BRACES },
  zed: {
    ...PLAIN,
    local: { source: 'custom' },
    remote: remote('url', undefined, undefined, { source: 'custom' }),
    references: { isInherited: true },
  },
  codex: {
    ...PLAIN,
    remote: { ...remote('url', undefined, undefined), headers: ['http_headers'] },
    references: CODEX,
  },
  gemini: {
    ...PLAIN,
    remote: { ...remote('httpUrl', undefined, undefined), url: { http: 'httpUrl', sse: 'url' } },
    references: GEMINI,
  },
  antigravity: { ...PLAIN, remote: remote('serverUrl', undefined, undefined), references: {} },
  goose: {
    command: 'cmd',
    args: 'args',
    env: 'envs',
    local: { type: 'stdio' },
    remote: remote('uri', 'streamable_http', 'sse'),
    always: (name) => ({ name, description: '', enabled: true, timeout: 300 }),
    references: GOOSE,
  },
  continue: {
    ...PLAIN,
    local: { type: 'stdio' },
    remote: { ...remote('url', 'streamable-http', 'sse'), headers: ['requestOptions', 'headers'] },
    always: (name) => ({ name }),
    references: CONTINUE,
  },
  continueJson: { ...PLAIN, remote: remote('url', 'http', 'sse'), references: CONTINUE },
  cline: CLINE,
  // It puts nothing in, and its servers get all variables that it has: seen in 3.0.65 (test/hosts).
  clineCli: { ...CLINE, references: { isInherited: true } },
  lmStudio: { ...PLAIN, remote: remote('url', undefined, undefined), references: {} },
  jetbrains: { ...PLAIN, references: {} },
  opencode: {
    command: 'command',
    env: 'environment',
    local: { type: 'local' },
    remote: remote('url', 'remote', 'remote'),
    always: () => ({ enabled: true }),
    references: OPENCODE,
  },
} as const satisfies Readonly<Record<string, Shape>>;
