import type { Host, Place, Scope } from './host.ts';
import { applicationData, dotConfig, joined, type Machine } from './machine.ts';
import type { Shape } from './shape.ts';
import { SHAPES } from './shapes.ts';

type Paths = (machine: Machine) => string | readonly string[];

const inHome =
  (...parts: readonly string[]): Paths =>
  (machine) =>
    joined(machine, machine.home, ...parts);
const inData =
  (...parts: readonly string[]): Paths =>
  (machine) =>
    joined(machine, applicationData(machine), ...parts);

interface Files {
  user?: Paths;
  /** Below the project. */
  project?: string | readonly string[];
  key: string;
  format?: Place['format'];
  listKey?: string;
}

function placesOf({ user, project, key, format = 'json', listKey }: Files): Host['place'] {
  const at = { path: [key], ...(listKey !== undefined && { listKey }) };
  return (scope: Scope, machine: Machine) => {
    const paths =
      scope === 'user'
        ? user?.(machine)
        : project === undefined
          ? undefined
          : [project].flat().map((path) => joined(machine, machine.cwd, ...path.split('/')));
    return paths === undefined ? undefined : { paths: [paths].flat(), format, at };
  };
}

type More = Partial<Pick<Host, 'link' | 'collection' | 'alsoRead' | 'needsCmd'>>;

function desktop(title: string, shape: Shape, files: Files, more: More = {}): Host {
  return { title, isDesktop: true, place: placesOf(files), shape, ...more };
}

function terminal(title: string, shape: Shape, files: Files, more: More = {}): Host {
  return { title, isDesktop: false, place: placesOf(files), shape, ...more };
}

const CLINE = ['globalStorage', 'saoudrizwan.claude-dev', 'settings', 'cline_mcp_settings.json'] as const;

/** Every host that can be written to, by what it is called on the command line. Sources: their own documentation. */
export const HOSTS: Readonly<Record<string, Host>> = {
  'claude-desktop': desktop('Claude Desktop', SHAPES.claudeDesktop, {
    user: inData('Claude', 'claude_desktop_config.json'),
    key: 'mcpServers',
  }),
  'claude-code': terminal(
    'Claude Code',
    SHAPES.claudeCode,
    { user: inHome('.claude.json'), project: '.mcp.json', key: 'mcpServers' },
    { alsoRead: ({ cwd }) => [{ path: ['projects', cwd, 'mcpServers'] }], needsCmd: true },
  ),
  cursor: desktop(
    'Cursor',
    SHAPES.cursor,
    { user: inHome('.cursor', 'mcp.json'), project: '.cursor/mcp.json', key: 'mcpServers' },
    { link: 'cursor' },
  ),
  vscode: desktop(
    'VS Code',
    SHAPES.vscode,
    { user: inData('Code', 'User', 'mcp.json'), project: '.vscode/mcp.json', key: 'servers' },
    { link: 'vscode' },
  ),
  'vscode-insiders': desktop(
    'VS Code Insiders',
    SHAPES.vscode,
    { user: inData('Code - Insiders', 'User', 'mcp.json'), project: '.vscode/mcp.json', key: 'servers' },
    { link: 'vscode-insiders' },
  ),
  'copilot-cli': terminal('Copilot CLI', SHAPES.copilot, {
    user: (machine) =>
      joined(
        machine,
        machine.env.COPILOT_HOME || joined(machine, machine.home, '.copilot'),
        'mcp-config.json',
      ),
    // .mcp.json would be read by other hosts too, which know other words.
    project: '.github/mcp.json',
    key: 'mcpServers',
  }),
  windsurf: desktop('Windsurf', SHAPES.windsurf, {
    user: inHome('.codeium', 'windsurf', 'mcp_config.json'),
    key: 'mcpServers',
  }),
  zed: desktop('Zed', SHAPES.zed, {
    user: (machine) => {
      const own = joined(
        machine,
        applicationData(machine),
        machine.platform === 'linux' ? 'zed' : 'Zed',
        'settings.json',
      );
      return machine.platform === 'darwin'
        ? [joined(machine, dotConfig(machine), 'zed', 'settings.json'), own]
        : own;
    },
    project: '.zed/settings.json',
    key: 'context_servers',
  }),
  codex: terminal('Codex', SHAPES.codex, {
    user: (machine) =>
      joined(machine, machine.env.CODEX_HOME || joined(machine, machine.home, '.codex'), 'config.toml'),
    project: '.codex/config.toml',
    key: 'mcp_servers',
    format: 'toml',
  }),
  'gemini-cli': terminal('Gemini CLI', SHAPES.gemini, {
    user: inHome('.gemini', 'settings.json'),
    project: '.gemini/settings.json',
    key: 'mcpServers',
  }),
  antigravity: desktop('Antigravity', SHAPES.antigravity, {
    user: inHome('.gemini', 'config', 'mcp_config.json'),
    key: 'mcpServers',
  }),
  goose: desktop('Goose', SHAPES.goose, {
    user: (machine) =>
      machine.platform === 'win32'
        ? joined(machine, applicationData(machine), 'Block', 'goose', 'config', 'config.yaml')
        : joined(machine, dotConfig(machine), 'goose', 'config.yaml'),
    key: 'extensions',
    format: 'yaml',
  }),
  continue: {
    title: 'Continue',
    isDesktop: true,
    place: (scope, machine) =>
      scope === 'user'
        ? {
            paths: [joined(machine, machine.home, '.continue', 'config.yaml')],
            format: 'yaml',
            at: { path: ['mcpServers'], listKey: 'name' },
          }
        : {
            paths: [joined(machine, machine.cwd, '.continue', 'mcpServers', 'mcp.json')],
            format: 'json',
            at: { path: ['mcpServers'] },
            shape: SHAPES.continueJson,
          },
    shape: SHAPES.continue,
  },
  cline: desktop('Cline', SHAPES.cline, { user: inData('Code', 'User', ...CLINE), key: 'mcpServers' }),
  'cline-cli': terminal('Cline CLI', SHAPES.clineCli, {
    user: inHome('.cline', 'data', 'settings', 'cline_mcp_settings.json'),
    key: 'mcpServers',
  }),
  'lm-studio': desktop(
    'LM Studio',
    SHAPES.lmStudio,
    {
      user: (machine) => [
        joined(machine, machine.home, '.lmstudio', 'mcp.json'),
        joined(machine, machine.home, '.cache', 'lm-studio', 'mcp.json'),
      ],
      key: 'mcpServers',
    },
    { link: 'lmstudio' },
  ),
  'jetbrains-air': desktop('JetBrains Air', SHAPES.jetbrains, {
    project: '.air/mcp.json',
    key: 'mcpServers',
  }),
  opencode: terminal(
    'OpenCode',
    SHAPES.opencode,
    {
      user: (machine) =>
        ['opencode.jsonc', 'opencode.json'].map((file) =>
          joined(machine, dotConfig(machine), 'opencode', file),
        ),
      project: ['opencode.jsonc', 'opencode.json'],
      key: 'mcp',
    },
    { collection: openCodeCollection },
  ),
};

/** Newer files have the servers one level deeper, beside other settings. */
function openCodeCollection(data: unknown) {
  const servers = (data as { mcp?: { servers?: Record<string, unknown> } }).mcp?.servers;
  const isEntry =
    typeof servers?.type === 'string' || servers?.command !== undefined || servers?.url !== undefined;
  return typeof servers === 'object' && servers !== null && !isEntry
    ? { path: ['mcp', 'servers'] }
    : undefined;
}
