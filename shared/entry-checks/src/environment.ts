import { holdsSecret, isSecretKey } from '@ashlar/kit/secrets';
import { checkCharacters, escaped } from './characters.ts';
import type { Value } from './entry.ts';
import { type Finding, finding } from './finding.ts';

/** Variables that make a program load, run or trust something else, compared without case. */
const RUNS_CODE = [
  // Interpreters and loaders
  /^NODE_(?!(ENV|NO_WARNINGS|DISABLE_COLORS)$)/,
  /^(LD|DYLD)_/,
  /^PYTHON(?!UNBUFFERED$|IOENCODING$|UTF8$|HASHSEED$|DONTWRITEBYTECODE$|_|$)/,
  /^(PERL5?(OPT|LIB|DB)|PERL5DB|RUBY(OPT|LIB)|GEM_(HOME|PATH)|JAVA_TOOL_OPTIONS|_?JAVA_OPTIONS|JDK_JAVA_OPTIONS|CLASSPATH)$/,
  /^(DOTNET_STARTUP_HOOKS|DOTNET_ADDITIONAL_DEPS|CORECLR_PROFILER.*|COR_PROFILER.*|ELECTRON_RUN_AS_NODE|DENO_.*|BUN_.*)$/,
  /^(GCONV_PATH|LOCPATH|GETCONF_DIR|NLSPATH|MALLOC_.*|GLIBC_TUNABLES|OPENSSL_(CONF|MODULES|ENGINES))$/,
  // Shells and what they look up
  /^(PATH|PATHEXT|COMSPEC|SHELL|IFS|ENV|BASH_ENV|BASH_FUNC_.*|BASHOPTS|SHELLOPTS|ZDOTDIR|PS4|PROMPT_COMMAND|CDPATH|SYSTEMROOT|WINDIR)$/,
  // Where programs look for their settings, and keep what they have fetched
  /^(HOME|HOMEDRIVE|HOMEPATH|USERPROFILE|(LOCAL)?APPDATA|PROGRAMDATA|XDG_[A-Z]+_(HOME|DIRS)|TMPDIR|TEMP|TMP)$/,
  // Programs that call others
  /^GIT_(SSH|SSH_COMMAND|ASKPASS|EXEC_PATH|EDITOR|PAGER|EXTERNAL_DIFF|PROXY_COMMAND|CONFIG.*|TEMPLATE_DIR|DIR|WORK_TREE|SEQUENCE_EDITOR)$/,
  /^(SSH_ASKPASS|SUDO_ASKPASS|EDITOR|VISUAL|PAGER|BROWSER|LESSOPEN|LESSCLOSE|MANPAGER)$/,
  // cmd.exe would put them into the %20 of an address
  /^[A-F][0-9A-F]$/,
  // Where packages, images and certificates come from
  /^(NPM_CONFIG_.*|COREPACK_.*|YARN_.*|PNPM_.*|UV_.*|PIP_.*|DOCKER_.*|PODMAN_.*|CONTAINER_HOST|CONTAINERS_.*)$/,
  /^(.*_PROXY|SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|SSLKEYLOGFILE|GODEBUG)$/,
  // Where names of machines lead
  /^(HOSTALIASES|LOCALDOMAIN|RES_OPTIONS)$/,
] as const;

/** The variables of an entry: names that are names, none that runs code, and no secret in the file. */
export function checkEnvironment(env: Readonly<Record<string, Value>>): Finding[] {
  return Object.entries(env).flatMap(([name, value]) => [
    ...checkVariable(name, value),
    ...(typeof value === 'string' ? checkCharacters(`env ${escaped(name)}`, value, false) : []),
    ...checkSecret(`env ${escaped(name)}`, name, value),
  ]);
}

export function checkVariable(name: string, value: Value): Finding[] {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(name)) {
    return [
      finding(
        'environment-name',
        `env: ${escaped(name)} is no name of a variable.`,
        'Use letters, digits and underscores, as in API_TOKEN.',
      ),
    ];
  }
  if (!RUNS_CODE.some((pattern) => pattern.test(name.toUpperCase())) || isUsualAppData(name, value))
    return [];
  return [
    finding(
      'environment-variable',
      `env: ${name} can make the program run or trust something else.`,
      'Leave it out. What the server needs has a name of its own.',
    ),
  ];
}

/** What guides for Windows have in their entries, as hosts there hand on little: an account's own folder, where it always is. */
function isUsualAppData(name: string, value: Value): boolean {
  const usual =
    /^[A-Z]:\\Users\\(?!Public\\|Default\\|All Users\\)[^\\/:*?"<>|.][^\\/:*?"<>|]*\\AppData\\(Roaming|Local)\\?$/i;
  return /^(LOCAL)?APPDATA$/i.test(name) && typeof value === 'string' && usual.test(value);
}

/**
 * A secret that stands in a file goes wherever the file goes: into backups, repositories and other programs. It is known
 * by its name (`API_TOKEN`) or by its form (`ghp_…`); a placeholder of an example is none.
 *
 * @param where the field, as a finding begins with it
 */
export function checkSecret(where: string, name: string, value: Value): Finding[] {
  if (typeof value !== 'string') return checkFile(where, value.name);
  if (value === '' || isPlaceholder(value)) return [];
  if (!isSecretKey(name) && !holdsSecret(value)) return [];
  return [
    finding(
      'secret-in-file',
      `${where}: the file holds the secret itself.`,
      'Replace it by a reference (ashlar add --env NAME writes one), and have the secret changed if others could read the file.',
    ),
  ];
}

/** `{file:…}`, as OpenCode has it: whatever stands in that file is handed to the server, a key of SSH as well. */
function checkFile(where: string, reference: string): Finding[] {
  if (!reference.startsWith('{file:')) return [];
  return [
    finding(
      'host-trust',
      `${where}: the host hands over what is in ${escaped(reference)}.`,
      'Name a variable instead, unless the server is to have that file.',
    ),
  ];
}

/** `<YOUR_TOKEN>`, `your-api-key-here`, `…`: what examples have there. */
function isPlaceholder(value: string): boolean {
  return /^<.*>$|^\.{3}$|^…$|^x+$|your[-_ ]/i.test(value);
}
