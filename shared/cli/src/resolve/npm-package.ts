import { checkLookAlike, escaped, type Finding, readNpm } from '@ashlar/entry-checks';
import { CommandError } from '../command-error.ts';
import { npmView } from './npm.ts';
import type { Resolved, Wanted } from './resolved.ts';

interface Viewed {
  name: string;
  version: string;
  'dist.integrity'?: string;
  bin?: string | Record<string, string>;
  error?: { summary?: string };
}

/** A package of npm in its present version, or in the one that is named: exact, with the registry's hash. */
export async function npmPackage(
  spec: string,
  wanted: Wanted,
  accepted: ReadonlySet<string>,
): Promise<Resolved> {
  const read = readNpm(spec);
  if (!('ref' in read)) throw new CommandError(sentence(read.findings[0] as Finding));
  // Before the registry is asked: also to ask for a wrong name is to trust it.
  const [alike] = checkLookAlike(read.ref).filter(({ code }) => !accepted.has(code));
  if (alike !== undefined) throw new CommandError(sentence(alike));
  const { name, version, bin, 'dist.integrity': integrity } = await view(spec, wanted.cwd);
  if (name !== read.ref.name || integrity === undefined || !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity)) {
    throw new CommandError(
      `npm: the registry has no sha512 hash for ${escaped(spec)}, so it cannot be pinned.`,
    );
  }
  const short = name.replace(/^@[^/]+\//, '');
  refuseSeveral(name, short, bin);
  return {
    name: nameOf(name, short),
    entry: { command: 'npx', args: ['-y', `${name}@${version}`, ...wanted.args], env: wanted.env },
    pins: [{ package: `npm:${name}@${version}`, integrity }],
  };
}

async function view(spec: string, cwd: string): Promise<Viewed> {
  const output = await npmView(spec, cwd);
  const parsed = parse(output);
  // Of a range, the last is the newest that fits.
  const found = Array.isArray(parsed) ? parsed.at(-1) : parsed;
  if (found?.version !== undefined) return found;
  const why = found?.error?.summary?.split('\n')[0] ?? 'no answer of the registry';
  throw new CommandError(`npm: ${escaped(spec)} cannot be found (${escaped(why)}).`);
}

function parse(output: string): Viewed | Viewed[] | undefined {
  try {
    return JSON.parse(output);
  } catch {
    return undefined;
  }
}

/** npx runs the only program of a package, or the one that is named like it. */
function refuseSeveral(name: string, short: string, bin: Viewed['bin']): void {
  const programs = typeof bin === 'string' ? [short] : Object.keys(bin ?? {});
  if (programs.length === 1 || programs.includes(short)) return;
  throw new CommandError(
    programs.length === 0
      ? `npm: ${name} has no program, so it is no server that could be started.`
      : `npm: ${name} has several programs, and none is named like it: ${programs.map(escaped).join(', ')}.`,
  );
}

/** `@notionhq/notion-mcp-server` is known as notion, `@playwright/mcp` as playwright. */
function nameOf(name: string, short: string): string {
  const bare = short.replaceAll(/(^|-)(mcp|server)(?=-|$)/g, '').replace(/^-+|-+$/g, '');
  return bare === '' ? (/^@([^/]+)/.exec(name)?.[1] ?? short) : bare;
}

function sentence({ message, fix }: Finding): string {
  return `${message} ${fix}`;
}
