import { homedir } from 'node:os';
import { CODES, type Finding } from '@ashlar/entry-checks';
import { CommandError, UsageError } from '../command-error.ts';
import { type OpenHost, openHost } from '../host-files/collections.ts';
import type { Host } from '../hosts/host.ts';
import { type Machine, thisMachine } from '../hosts/machine.ts';
import { parted, readArguments } from '../read-arguments.ts';
import { resolveServer } from '../resolve/resolve-server.ts';
import type { Resolved } from '../resolve/resolved.ts';
import { agreed } from './ask.ts';
import { chosenHosts } from './chosen-hosts.ts';
import { scopeOf } from './host-options.ts';
import { installLink } from './links.ts';
import { type Plan, planFor } from './plan.ts';
import { shownFinding, shownPlan, snippet } from './show.ts';
import { valuesOf } from './values.ts';
import { writePlan } from './write.ts';

const text = { type: 'string' } as const;
const many = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean', default: false } as const;
const OPTIONS = {
  ...{ host: many, scope: text, name: text, env: many, header: many, accept: many },
  ...{ yes: { ...flag, short: 'y' }, print: flag, link: flag, 'mcp-registry': text },
} as const;

/** `ashlar add`: writes a server into the files of hosts, pinned, after somebody has seen what it is. */
export async function add(args: readonly string[]): Promise<void> {
  const { own, behind } = parted(args);
  const { values, positionals } = readArguments(own, OPTIONS);
  const [server, ...more] = positionals;
  if (server === undefined) throw new UsageError('<server> is missing.');
  if (more.length > 0)
    throw new CommandError(
      `add takes one server; what is for the server itself goes behind --, as in -- ${more[0]}.`,
    );
  const machine = thisMachine(homedir());
  const accepted = acceptedOf(values.accept);
  const hosts = openHosts(await chosenHosts(values, machine), values.scope, machine);
  const wanted = {
    env: valuesOf(values.env, '--env'),
    headers: valuesOf(values.header, '--header'),
    args: behind,
    cwd: machine.home,
  };
  const resolved = await resolveServer(server, wanted, {
    accepted,
    mcpRegistry: values['mcp-registry'] ?? process.env.ASHLAR_MCP_REGISTRY,
  });
  const plans = hosts.map((host) => planFor(host, values.name ?? resolved.name, resolved.entry));
  if (refused(plans, accepted)) return;
  if (values.print) return void process.stdout.write(plans.map(snippet).join('\n'));
  if (values.link) return void process.stdout.write(plans.map((plan) => `${installLink(plan)}\n`).join(''));
  await write(onceEach(plans).filter(isFree), resolved, machine, values.yes);
}

/** The code of a finding that may be taken on one's own account: a name can be near another by chance, and nothing else can. */
function acceptedOf(given: readonly string[] | undefined): ReadonlySet<string> {
  const wrong = given?.find((code) => code !== 'look-alike');
  if (wrong === undefined) return new Set(given);
  throw new CommandError(
    `--accept: '${wrong}' cannot be accepted; look-alike can.${Object.hasOwn(CODES, wrong) ? ' Change the entry.' : ''}`,
  );
}

function openHosts(
  hosts: readonly [string, Host][],
  scopeGiven: string | undefined,
  machine: Machine,
): OpenHost[] {
  const scope = scopeOf(scopeGiven);
  return hosts.map(([id, host]) => {
    const open =
      openHost(id, host, scope ?? 'user', machine) ??
      (scope === undefined ? openHost(id, host, 'project', machine) : undefined);
    if (open !== undefined) return open;
    throw new CommandError(`--scope: ${host.title} has no file for a ${scope}.`);
  });
}

function refused(plans: readonly Plan[], accepted: ReadonlySet<string>): boolean {
  const wrong = plans
    .flatMap(({ findings }) => findings)
    .filter(
      ({ severity, code }) => (severity === 'refused' || code === 'secret-in-file') && !accepted.has(code),
    );
  const sentences = new Set(
    wrong.map((finding: Finding) => shownFinding({ ...finding, severity: 'refused' })),
  );
  for (const sentence of sentences) process.stderr.write(sentence);
  if (wrong.length > 0) process.exitCode = 1;
  return wrong.length > 0;
}

/** A file that several hosts read is written once. */
function onceEach(plans: readonly Plan[]): Plan[] {
  const paths = plans.map(({ host }) => host.file.path);
  return plans.filter(({ host }, at) => paths.indexOf(host.file.path) === at);
}

/** False where the very entry is there already; another one under the name is nobody's to replace. */
function isFree({ host, name, fields }: Plan): boolean {
  const there = host.entries.find(([each]) => each === name)?.[1];
  if (there === undefined) return true;
  const { at, file } = host;
  const own = at.listKey === undefined ? fields : { [at.listKey]: name, ...fields };
  if (JSON.stringify(there) !== JSON.stringify(own)) {
    throw new CommandError(
      `${file.path} has another server called ${name}; choose a --name, or ashlar remove ${name} --host ${host.id} first.`,
    );
  }
  process.stderr.write(`${file.path} has it already.\n`);
  return false;
}

async function write(
  plans: readonly Plan[],
  { pins }: Resolved,
  machine: Machine,
  isAgreed: boolean,
): Promise<void> {
  if (plans.length === 0) return;
  for (const plan of plans) process.stderr.write(`${shownPlan(plan)}\n`);
  if (!isAgreed && !(await agreed('Write this?'))) {
    process.stderr.write('Nothing was written.\n');
    process.exitCode = 1;
    return;
  }
  for (const plan of plans) {
    await writePlan(plan, pins, machine);
    process.stderr.write(`Written: ${plan.host.file.path}\n`);
  }
}
