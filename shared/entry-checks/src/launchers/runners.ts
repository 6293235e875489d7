import { escaped } from '../characters.ts';
import { type Finding, finding } from '../finding.ts';
import type { PackageRef } from '../package-ref.ts';

/** Packages that run what they are told: with them the rest of the words is code, and no rule for flags helps. */
const RUNNERS: ReadonlySet<string> = new Set([
  ...[
    'node',
    'bun',
    'deno',
    'tsx',
    'ts-node',
    'esno',
    'esrun',
    'jiti',
    'swc-node',
    '@swc-node/cli',
    'babel-node',
    '@babel/node',
    'ts-node-dev',
    'tsm',
    'sucrase',
    'deno-bin',
    'zx',
    'shx',
    'shelljs',
  ],
  ...[
    'npm',
    'npx',
    'pnpm',
    'pnpx',
    'yarn',
    'corepack',
    'npm-run-all',
    'npm-run-all2',
    'run-s',
    'run-p',
    'degit',
    'create',
  ],
  ...[
    'concurrently',
    'nodemon',
    'pm2',
    'forever',
    'onchange',
    'chokidar-cli',
    'watchexec',
    'wait-on',
    'start-server-and-test',
  ],
  ...[
    'cross-env',
    'cross-env-shell',
    'env-cmd',
    'dotenv-cli',
    'dotenv',
    'dotenvx',
    '@dotenvx/dotenvx',
    'execa-cli',
    'cross-spawn',
  ],
  ...[
    'supergateway',
    '@modelcontextprotocol/inspector',
    'mcp',
    'fastmcp',
    'mcp-cli',
    'mcp-proxy',
    'mcpo',
    'electron',
    'vite-node',
    'jake',
    'gulp',
    'grunt',
    'make',
  ],
  ...[
    'sh',
    'bash',
    'zsh',
    'dash',
    'fish',
    'cmd',
    'powershell',
    'pwsh',
    'env',
    'sudo',
    'xargs',
    'eval',
    'exec',
  ],
  ...[
    'python',
    'python3',
    'ipython',
    'bpython',
    'ptpython',
    'xonsh',
    'uv',
    'uvx',
    'pip',
    'pipx',
    'poetry',
    'invoke',
    'fabric',
  ],
  ...[
    'perl',
    'ruby',
    'php',
    'lua',
    'awk',
    'osascript',
    'wscript',
    'cscript',
    'mshta',
    'rundll32',
    'jupyter',
    'ansible',
  ],
]);

/** Official images of systems and tools, as of interpreters: what they run is the words behind them. */
const SYSTEMS =
  /^(alpine|busybox|ubuntu|debian|fedora|centos|rockylinux|almalinux|archlinux|amazonlinux|docker|golang|rust|openjdk|eclipse-temurin|buildpack-deps)$/;
const OFFICIAL = /^(?:(?:docker\.io\/)?library\/|docker\.io\/)/;

export function isRunner(name: string): boolean {
  return RUNNERS.has(name.toLowerCase());
}

export function checkRunner({ registry, name }: PackageRef): Finding[] {
  const image = registry === 'docker' ? name.replace(OFFICIAL, '') : '';
  if (!isRunner(registry === 'docker' ? image : name) && !SYSTEMS.test(image)) return [];
  return [
    finding(
      'launcher-program',
      `args: ${escaped(name)} runs whatever it is told, and is no server.`,
      'Name the package of the server itself.',
    ),
  ];
}
