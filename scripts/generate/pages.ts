import { basename, join } from 'node:path';
import { usageLines } from '../../shared/cli/src/commands.ts';
import { commonOptionTables } from '../../shared/kit/src/generate/option-tables.ts';
import { table, withParts } from '../../shared/kit/src/generate/parts.ts';
import { current, type Product } from '../../shared/kit/src/generate/products.ts';
import { serverPackages } from '../check/workspace.ts';
import { auditFields } from './audit-fields.ts';
import { bounds } from './bounds.ts';
import { authRules, conformanceExceptions, conformanceFigures, conformanceRuns } from './conformance.ts';
import { guards } from './guards.ts';
import { codes, hosts, tried } from './hosts.ts';
import { picture, rooms } from './house.ts';
import { measured } from './measured.ts';
import { metrics } from './metrics.ts';
import { tokens } from './tokens.ts';

/** The pages of the workspace with generated parts, and how to make each; a page that is not there is left out. */
const PAGES: Readonly<Record<string, Readonly<Record<string, (root: string) => string>>>> = {
  'README.md': { servers, measured, conformance: conformanceFigures },
  'docs/options.md': { options: () => commonOptionTables('ASHLAR'), bounds },
  'docs/architecture.md': { picture, rooms },
  'docs/conformance.md': {
    runs: conformanceRuns,
    exceptions: conformanceExceptions,
    rules: authRules,
  },
  'docs/audit.md': { fields: auditFields },
  'docs/deploy.md': { metrics },
  'docs/hosts.md': { hosts, codes, tried },
  'docs/security-model.md': guards(),
  'docs/failure-modes.md': { tokens },
  'shared/cli/README.md': { usage: () => `\`\`\`text\n${usageLines().join('\n')}\n\`\`\`` },
};

export function pages(root: string): Product[] {
  return Object.entries(PAGES).flatMap(([page, parts]) => {
    const path = join(root, page);
    const text = current(path);
    if (text === '') return [];
    const made = Object.fromEntries(Object.entries(parts).map(([name, make]) => [name, make(root)]));
    return [{ path, text: withParts(page, text, made) }];
  });
}

/** A table of the servers, as their packages describe them. */
function servers(root: string): string {
  const rows = serverPackages(root).map(({ folder, manifest }) => [
    `[${basename(folder)}](${folder}/README.md)`,
    String(manifest.description).replace(/^MCP server: /, ''),
  ]);
  return table(['server', 'what it does'], rows);
}
