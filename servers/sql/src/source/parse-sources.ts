import { statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { ToolError } from '@ashlar/kit/errors';
import { engineOf } from '../open-engine.ts';
import type { Policy } from '../policy/policy.ts';
import type { SourceSettings } from './source.ts';
import { choosesHost, isPerTenant } from './tenant-sources.ts';

const NAMED = /^([A-Za-z][\w-]{0,31})=(.+)$/s;
/** What may not stand in a name that is made of a file's. */
const ODD = /[^\w-]+/g;

/**
 * Databases as `name=url`, or a URL or file alone, which is called as the database or the file is. Throws `ToolError`
 * (`invalid_input`) where a file is missing or two have one name; never with a path or a URL, which may hold a password.
 */
export function parseSources(
  given: readonly string[],
  { anyRole, policy }: { anyRole: boolean; policy: Policy },
): SourceSettings[] {
  const sources = given.map((text) => {
    const [, named, url = text] = NAMED.exec(text) ?? [];
    const kind = engineOf(url);
    return { name: named ?? nameOf(url), url, kind, anyRole, policy, only: given.length === 1 };
  });
  for (const [at, { name, url, kind }] of sources.entries()) {
    const scheme = /^([a-z][\w+.-]*):\/\//i.exec(url)?.[1]?.toLowerCase() ?? 'file';
    if (kind === 'sqlite' && scheme !== 'file') {
      throw new ToolError(
        'invalid_input',
        `<[name=]file or url>: ${name} is a database of a kind that is not known.`,
        {
          hint: 'Give a file, or a URL that begins with postgres, mysql or mariadb.',
        },
      );
    }
    if (choosesHost(url)) {
      throw new ToolError('invalid_input', `<[name=]file or url>: in ${name}, {tenant} cannot be a host.`);
    }
    if (!isPerTenant(url) && (kind === 'sqlite' || kind === 'duckdb') && !isFile(url)) {
      throw new ToolError('invalid_input', `<[name=]file or url>: ${name} is no existing file.`);
    }
    if (sources.findIndex((other) => other.name === name) !== at) {
      throw new ToolError(
        'invalid_input',
        `<[name=]file or url>: two are called ${name}; write name=… for one.`,
      );
    }
  }
  return sources;
}

function nameOf(url: string): string {
  const path = /^\w+:\/\//.test(url) ? urlPath(url) : url;
  const name = basename(path, extname(path)).replaceAll(ODD, '_').slice(0, 32);
  return /^[A-Za-z]/.test(name) ? name : 'database';
}

function urlPath(url: string): string {
  try {
    return decodeURIComponent(new URL(url).pathname);
  } catch {
    return '';
  }
}

function isFile(url: string): boolean {
  try {
    return statSync(url.startsWith('file:') ? new URL(url) : url).isFile();
  } catch {
    return false;
  }
}
