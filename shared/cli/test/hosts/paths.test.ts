import { describe, expect, it } from 'vitest';
import { HOSTS } from '../../src/hosts/hosts.ts';
import type { Machine } from '../../src/hosts/machine.ts';

const MAC: Machine = { platform: 'darwin', env: {}, home: '/Users/ann', cwd: '/Users/ann/web' };
const LINUX: Machine = { platform: 'linux', env: {}, home: '/home/ann', cwd: '/home/ann/web' };
const WINDOWS: Machine = {
  platform: 'win32',
  env: { APPDATA: 'C:\\Users\\ann\\AppData\\Roaming' },
  home: 'C:\\Users\\ann',
  cwd: 'C:\\web',
};

/** The user's file on macOS, Linux and Windows, and the project's: as vendors document them. */
const FILES: Readonly<Record<string, readonly (string | undefined)[]>> = {
  'claude-desktop': [
    '/Users/ann/Library/Application Support/Claude/claude_desktop_config.json',
    '/home/ann/.config/Claude/claude_desktop_config.json',
    'C:\\Users\\ann\\AppData\\Roaming\\Claude\\claude_desktop_config.json',
    undefined,
  ],
  'claude-code': [
    '/Users/ann/.claude.json',
    '/home/ann/.claude.json',
    'C:\\Users\\ann\\.claude.json',
    '.mcp.json',
  ],
  cursor: [
    '/Users/ann/.cursor/mcp.json',
    '/home/ann/.cursor/mcp.json',
    'C:\\Users\\ann\\.cursor\\mcp.json',
    '.cursor/mcp.json',
  ],
  vscode: [
    '/Users/ann/Library/Application Support/Code/User/mcp.json',
    '/home/ann/.config/Code/User/mcp.json',
    'C:\\Users\\ann\\AppData\\Roaming\\Code\\User\\mcp.json',
    '.vscode/mcp.json',
  ],
  'vscode-insiders': [
    '/Users/ann/Library/Application Support/Code - Insiders/User/mcp.json',
    '/home/ann/.config/Code - Insiders/User/mcp.json',
    'C:\\Users\\ann\\AppData\\Roaming\\Code - Insiders\\User\\mcp.json',
    '.vscode/mcp.json',
  ],
  'copilot-cli': [
    '/Users/ann/.copilot/mcp-config.json',
    '/home/ann/.copilot/mcp-config.json',
    'C:\\Users\\ann\\.copilot\\mcp-config.json',
    '.github/mcp.json',
  ],
  windsurf: [
    '/Users/ann/.codeium/windsurf/mcp_config.json',
    '/home/ann/.codeium/windsurf/mcp_config.json',
    'C:\\Users\\ann\\.codeium\\windsurf\\mcp_config.json',
    undefined,
  ],
  zed: [
    '/Users/ann/.config/zed/settings.json',
    '/home/ann/.config/zed/settings.json',
    'C:\\Users\\ann\\AppData\\Roaming\\Zed\\settings.json',
    '.zed/settings.json',
  ],
  codex: [
    '/Users/ann/.codex/config.toml',
    '/home/ann/.codex/config.toml',
    'C:\\Users\\ann\\.codex\\config.toml',
    '.codex/config.toml',
  ],
  'gemini-cli': [
    '/Users/ann/.gemini/settings.json',
    '/home/ann/.gemini/settings.json',
    'C:\\Users\\ann\\.gemini\\settings.json',
    '.gemini/settings.json',
  ],
  antigravity: [
    '/Users/ann/.gemini/config/mcp_config.json',
    '/home/ann/.gemini/config/mcp_config.json',
    'C:\\Users\\ann\\.gemini\\config\\mcp_config.json',
    undefined,
  ],
  goose: [
    '/Users/ann/.config/goose/config.yaml',
    '/home/ann/.config/goose/config.yaml',
    'C:\\Users\\ann\\AppData\\Roaming\\Block\\goose\\config\\config.yaml',
    undefined,
  ],
  continue: [
    '/Users/ann/.continue/config.yaml',
    '/home/ann/.continue/config.yaml',
    'C:\\Users\\ann\\.continue\\config.yaml',
    '.continue/mcpServers/mcp.json',
  ],
  cline: [
    '/Users/ann/Library/Application Support/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json',
    '/home/ann/.config/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json',
    'C:\\Users\\ann\\AppData\\Roaming\\Code\\User\\globalStorage\\saoudrizwan.claude-dev\\settings\\cline_mcp_settings.json',
    undefined,
  ],
  'cline-cli': [
    '/Users/ann/.cline/data/settings/cline_mcp_settings.json',
    '/home/ann/.cline/data/settings/cline_mcp_settings.json',
    'C:\\Users\\ann\\.cline\\data\\settings\\cline_mcp_settings.json',
    undefined,
  ],
  'lm-studio': [
    '/Users/ann/.lmstudio/mcp.json',
    '/home/ann/.lmstudio/mcp.json',
    'C:\\Users\\ann\\.lmstudio\\mcp.json',
    undefined,
  ],
  'jetbrains-air': [undefined, undefined, undefined, '.air/mcp.json'],
  opencode: [
    '/Users/ann/.config/opencode/opencode.jsonc',
    '/home/ann/.config/opencode/opencode.jsonc',
    'C:\\Users\\ann\\.config\\opencode\\opencode.jsonc',
    'opencode.jsonc',
  ],
};

describe('files of hosts', () => {
  it('are known for every host', () => {
    expect(Object.keys(FILES)).toEqual(Object.keys(HOSTS));
  });

  it.each(Object.entries(FILES))('%s', (id, [mac, linux, windows, project]) => {
    const host = HOSTS[id];
    expect(host?.place('user', MAC)?.paths[0]).toBe(mac);
    expect(host?.place('user', LINUX)?.paths[0]).toBe(linux);
    expect(host?.place('user', WINDOWS)?.paths[0]).toBe(windows);
    expect(host?.place('project', LINUX)?.paths[0]).toBe(project && `/home/ann/web/${project}`);
    expect(host?.place('project', WINDOWS)?.paths[0]).toBe(
      project && `C:\\web\\${project.replaceAll('/', '\\')}`,
    );
  });

  it.each([
    ['copilot-cli', { COPILOT_HOME: '/x' }, '/x/mcp-config.json'],
    ['codex', { CODEX_HOME: '/x' }, '/x/config.toml'],
    ['goose', { XDG_CONFIG_HOME: '/x' }, '/x/goose/config.yaml'],
    ['vscode', { XDG_CONFIG_HOME: '/x' }, '/x/Code/User/mcp.json'],
  ])('%s is where %j says', (id, env, path) => {
    expect(HOSTS[id]?.place('user', { ...LINUX, env })?.paths[0]).toBe(path);
  });
});
