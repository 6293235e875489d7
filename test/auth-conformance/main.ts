import { parseArgs } from 'node:util';
import { runRules, type Verdict } from './run-rules.ts';
import type { Target } from './target.ts';
import { type Client, tokensFor } from './tokens.ts';

const HELP = `node test/auth-conformance/main.ts <url> [options]: checks that an MCP server keeps the rules of a resource server.

--token <token>            a token that is good there
--weak-token <token>       one that may not call the tool of --tool
--tool <name>              that tool
--foreign-token <token>    one of the same issuer, for another resource
--expired-token <token>    one whose time is over
--client <id>              gets all of these but the last, and one that is bound to a key, from the authorization server
                           that the server names (client credentials); its secret is in AUTH_CONFORMANCE_SECRET
--scope <scope>            what --client asks for
--weak-scope <scope>       what it asks for to have too little
--other-resource <url>     another resource of that authorization server

Ends with 1 where a MUST is broken.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean' },
    token: { type: 'string' },
    'weak-token': { type: 'string' },
    tool: { type: 'string' },
    'foreign-token': { type: 'string' },
    'expired-token': { type: 'string' },
    client: { type: 'string' },
    scope: { type: 'string' },
    'weak-scope': { type: 'string' },
    'other-resource': { type: 'string' },
  },
});
const [url] = positionals;
if (values.help || url === undefined || !URL.canParse(url)) {
  process.stdout.write(HELP);
  process.exitCode = values.help ? 0 : 2;
} else {
  for (const verdict of await runRules(await targetOf(url))) tell(verdict);
}

async function targetOf(address: string): Promise<Target> {
  const given = {
    token: values.token,
    weakToken: values['weak-token'],
    tool: values.tool,
    foreignToken: values['foreign-token'],
    expiredToken: values['expired-token'],
  };
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const target: Target = { url: address, ...known };
  if (values.client === undefined) return target;
  const client: Client = {
    id: values.client,
    secret: process.env.AUTH_CONFORMANCE_SECRET ?? '',
    scope: values.scope ?? '',
    weakScope: values.tool === undefined ? undefined : values['weak-scope'],
    otherResource: values['other-resource'],
  };
  return tokensFor(target, client);
}

function tell({ rule: { level, name, source }, outcome, why }: Verdict): void {
  if (outcome === 'broken' && level === 'MUST') process.exitCode = 1;
  const how = outcome === 'broken' && level === 'SHOULD' ? 'warning' : outcome;
  process.stdout.write(`${how}: ${level} ${name} [${source}]${why === '' ? '' : `: ${why}`}\n`);
}
