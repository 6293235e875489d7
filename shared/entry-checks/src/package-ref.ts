import { escaped } from './characters.ts';
import { type Finding, finding } from './finding.ts';

export type Registry = 'npm' | 'pypi' | 'docker';

/** What a launcher fetches and runs. */
export interface PackageRef {
  registry: Registry;
  name: string;
  /** Exact, or undefined where the registry decides anew at each start; of an image its digest. */
  version?: string;
}

const NPM_NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;
const PYPI_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/;
const EXACT = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;
const EXACT_PYPI = /^\d+(?:\.\d+)*(?:(?:a|b|rc)\d+)?(?:\.post\d+)?(?:\.dev\d+)?$/;
const LOOSE = /^[\^~]?[0-9A-Za-z][0-9A-Za-z.+-]*$/;

type Read = { ref: PackageRef } | { findings: Finding[] };

/** `name`, `@scope/name`, `name@1.2.3`, a name of at most 214 characters; anything else a launcher would take, an address or a path, is none. */
export function readNpm(text: string): Read {
  const at = text.indexOf('@', 1);
  const name = at < 0 ? text : text.slice(0, at);
  const version = at < 0 ? undefined : text.slice(at + 1);
  if (!NPM_NAME.test(name) || name.length > 214)
    return wrongSource(text, 'npm, such as @ashlar/filesystem@1.0.0');
  if (version !== undefined && !LOOSE.test(version))
    return wrongSource(text, 'npm, such as @ashlar/filesystem@1.0.0');
  return ref('npm', name, version !== undefined && EXACT.test(version) ? version : undefined);
}

/** `name`, `name==1.2.3`, `name@1.2.3`, with extras in brackets or not. */
export function readPypi(text: string): Read {
  const [, name = '', , version] = /^([^[=@]+)(\[[A-Za-z0-9,._-]+\])?(?:(?:==|@)(.+))?$/.exec(text) ?? [];
  if (!PYPI_NAME.test(name)) return wrongSource(text, 'PyPI, such as mcp-server-git==2026.1.14');
  if (version !== undefined && !LOOSE.test(version))
    return wrongSource(text, 'PyPI, such as mcp-server-git==2026.1.14');
  return ref('pypi', name, version !== undefined && EXACT_PYPI.test(version) ? version : undefined);
}

function ref(registry: Registry, name: string, version: string | undefined): Read {
  return { ref: { registry, name, ...(version !== undefined && { version }) } };
}

function wrongSource(text: string, what: string): Read {
  const findings = [
    finding(
      'launcher-source',
      `args: ${escaped(text)} is no package of a registry.`,
      `Name a package of ${what}: what comes from an address or a folder can be another tomorrow.`,
    ),
  ];
  return { findings };
}

/** Without a version the registry decides at each start what runs: the next release, whoever made it. */
export function checkPinned({ registry, name, version }: PackageRef): Finding[] {
  if (version !== undefined) return [];
  return [
    finding(
      'unpinned',
      registry === 'docker'
        ? `args: the image ${name} has no digest.`
        : `args: ${name} has no exact version.`,
      registry === 'docker'
        ? 'Add the digest that docker inspect shows: image@sha256:….'
        : `ashlar add ${registry === 'npm' ? '' : `${registry}:`}${name} writes the present one, and keeps its hash.`,
    ),
  ];
}
