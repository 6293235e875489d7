// biome-ignore-all lint/suspicious/noTemplateCurlyInString: hosts write references like this
import { describe, expect, it } from 'vitest';
import { checkEntry } from '../src/index.ts';

/** What Claude Code puts in, and what stands there for a variable that is not set. */
const REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-[^}$`]*)?\}/g;

function refusals(command: string, ...args: string[]): string[] {
  const context = { scope: 'user', reference: REFERENCE } as const;
  const { findings } = checkEntry('server', { command, args, env: {} }, context);
  return findings.filter(({ severity }) => severity === 'refused').map(({ code }) => code);
}

describe('what a host puts in', () => {
  it.each([
    ['a path for the server', ['npx', '-y', '@ashlar/vault@1.0.0', '${NOTES}']],
    ['a value for the server', ['npx', '-y', '@ashlar/vault@1.0.0', '--max=${MAX:-10}']],
    ['a folder of a script', ['node', '${SERVERS}/server.js']],
    ['a mount', ['docker', 'run', '-v', '${NOTES}:/notes', 'mcp/git']],
    ['a mount of a folder by default', ['docker', 'run', '-v', '${NOTES:-/srv/notes}:/notes', 'mcp/git']],
    ['a variable of a container', ['docker', 'run', '-e', 'ZONE=${ZONE:-UTC}', 'mcp/time']],
  ])('may be %s', (_, [command = '', ...args]) => {
    expect(refusals(command, ...args)).toEqual([]);
  });

  it.each([
    ['a flag', 'launcher-source', ['npx', '${X:--c}', 'calc']],
    ['the end of a flag', 'launcher-flag', ['npx', '-${X}', 'calc']],
    ['a flag of node', 'launcher-flag', ['node', '${X:--e}', '/opt/x.js']],
    ['a package', 'launcher-source', ['npx', '-y', '${PACKAGE}']],
    ['the end of a package', 'launcher-source', ['npx', '-y', 'server${X}']],
    ['another package behind a name', 'launcher-source', ['npx', '-y', 'server${X:-@npm:evil}']],
    ['a version', 'launcher-source', ['npx', '-y', '@ashlar/vault@${VERSION}']],
    ['the end of a package of Python', 'launcher-source', ['uvx', 'mcp-server-${X}']],
    ['a module', 'launcher-program', ['python', '-m', 'mcp_${X}']],
    ['the end of an image', 'docker-image', ['docker', 'run', 'mcp/${X}']],
    ['the root of the machine', 'docker-mount', ['docker', 'run', '-v', '${X:-/}:/x', 'mcp/git']],
    ['the network of the machine', 'docker-network', ['docker', 'run', '--network', '${X:-host}', 'mcp/git']],
    ['a script of anybody', 'launcher-path', ['node', '${X:-/tmp}/x.js']],
    ['a command', 'launcher', ['${X:-sh}', 'x']],
    ['the end of a command', 'launcher', ['npx${X}', '-y', '@ashlar/vault@1.0.0']],
    ['a way around', 'launcher-path', ['/usr/${X:-../tmp}/npx', '-y', '@ashlar/vault@1.0.0']],
    [
      'what means something to a shell',
      'shell-character',
      ['npx', '-y', '@ashlar/vault@1.0.0', '${X:-;calc}'],
    ],
  ])('may not be %s', (_, code, [command = '', ...args]) => {
    expect(refusals(command, ...args)).toContain(code);
  });

  it('is said once, where it is wrong with and without a default', () => {
    expect(refusals('curl', '${X:-x}')).toEqual(['launcher']);
  });
});
