import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { table } from '../../shared/kit/src/generate/parts.ts';
import { RULES } from '../../test/auth-conformance/run-rules.ts';
import { EXCEPTIONS, type Exception } from '../../test/conformance/exceptions.ts';
import { figureText } from '../../test/conformance/figures.ts';
import { SERVERS } from '../../test/conformance/run.ts';

const TRANSPORTS = { http: 'HTTP', stdio: 'stdio' } as const;

/** One sentence for the README. */
export function conformanceFigures(root: string): string {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const version = devDependencies['@modelcontextprotocol/conformance'];
  const modern = figureText({ server: 'everything', transport: 'http', era: '2026-07-28' });
  const legacy = figureText({ server: 'everything', transport: 'http', era: '2025-11-25' });
  return `**It speaks the protocol.** Over HTTP, a server built on the kit passes ${modern} checks of the official
conformance suite (${version}) at 2026-07-28 and, with \`--sessions\`, ${legacy} at 2025-11-25: \`npm run conformance\`.
[What else is passed](docs/conformance.md), by each server on each transport, and what is not and why.`;
}

/** A table of what each server passes. */
export function conformanceRuns(): string {
  const rows = SERVERS.map((server) => [
    server,
    figureText({ server, transport: 'http', era: '2026-07-28' }),
    figureText({ server, transport: 'stdio', era: '2026-07-28' }),
    figureText({ server, transport: 'http', era: '2025-11-25' }),
    figureText({ server, transport: 'stdio', era: '2025-11-25' }),
  ]);
  return table(
    ['server', '2026-07-28, HTTP', '2026-07-28, stdio', '2025-11-25, HTTP', '2025-11-25, stdio'],
    rows,
  );
}

/** A table of what is not passed, or does not apply, and why. */
export function conformanceExceptions(): string {
  const rows = EXCEPTIONS.filter(({ ofFixture }) => ofFixture !== true).map((exception) => [
    exception.reason,
    whereOf(exception),
    exception.checks.map((check) => `\`${check}\``).join('<br>'),
  ]);
  return table(['why', 'where', 'checks'], rows);
}

function whereOf({ of: { servers, transport, era } }: Exception): string {
  const all = servers === undefined || servers.length === SERVERS.length;
  const many = servers?.length === SERVERS.length - 1 ? 'all but everything' : servers?.join(', ');
  return [all ? 'all' : many, transport && TRANSPORTS[transport], era].filter(Boolean).join(', ');
}

/** A table of the rules for a resource server. */
export function authRules(): string {
  const rows = RULES.map(({ name, source, level, needs }) => [
    `It ${name}.`,
    level,
    source,
    needs === undefined ? '' : `\`${needs}\``,
  ]);
  return table(['rule', '', 'source', 'takes'], rows);
}
