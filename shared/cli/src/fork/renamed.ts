import type { Naming } from './naming.ts';
import type { Files } from './templates.ts';

/** Texts in which names stand; in a sample they would be somebody's words. */
const TEXT = /^(?!sample\/).*\.(?:ts|json|md|yaml|yml)$/;
/** Where the pages of this suite are, of which a fork has its own as files. */
const PAGES = String.raw`https://github\.com/ashlar-mcp/ashlar`;
/** What a fork goes on to use under its name: programs of the kit, and files that the kit makes. */
const KEPT = [PAGES, String.raw`(?<![\w-])ashlar-(?:build|generate)(?![\w-])`, String.raw`\.ashlar-`];

/** The same repository under another name: package, program, variables, scopes, folders, entries of hosts. */
export function renamed(files: Files, from: Naming, to: Naming): Files {
  const rename = renaming(from, to);
  const moved = [...files].map(([path, content]): [string, Buffer] =>
    TEXT.test(path) ? [path, Buffer.from(rename(content.toString('utf8')))] : [path, content],
  );
  return new Map(moved);
}

/** One pass over a text, so that nothing is renamed twice; of names that begin at one place the first here is meant. */
export function renaming(from: Naming, to: Naming): (text: string) => string {
  const renames = renamesOf(from, to);
  const any = new RegExp(renames.map(([was]) => `(${was})`).join('|'), 'g');
  return (text) =>
    text.replaceAll(any, (found, ...groups: unknown[]) => {
      const at = groups.findIndex((group) => group !== undefined);
      return renames[at]?.[1] ?? found;
    });
}

/** Patterns without groups of their own, and what stands for what they find; nothing where it stays. */
function renamesOf(from: Naming, to: Naming): [was: string, is?: string][] {
  const { server, program, family, environment } = from;
  const alone = (name: string) => String.raw`(?<![\w.@-])${name}(?![\w-])`;
  return [
    // A file of the server is in the fork as well, at the same place.
    [`${PAGES}/(?:blob|tree)/main/servers/${server}/`, ''],
    ...KEPT.map((pattern): [string] => [pattern]),
    [String.raw`(?<![\w.-])${escaped(from.registry)}(?![\w-])`, to.registry],
    [String.raw`(?<![\w-])${escaped(from.package)}(?![\w-])`, to.package],
    [alone(program), to.program],
    [String.raw`(?<!\w)${environment}_(?=[A-Z])`, `${to.environment}_`],
    // The family in front of another word, and as a folder: what programs keep, and what tests make.
    [String.raw`(?<![\w.@-])${family}-(?=[a-z\d])`, `${to.family}-`],
    [String.raw`(?<=[/\\'])${family}(?=[/\\'\x60])`, to.family],
    [String.raw`npm run bench -- ${server}(?= [\w[-])`, 'npm run bench --'],
    [String.raw`npm run bench -- ${server}(?![\w-])`, 'npm run bench'],
    // As the server calls itself, its scopes (`vault:read`), and its entry in a host.
    [String.raw`(?<=\bname: ')${server}(?=',\n {2}title: )`, to.server],
    [String.raw`(?<=\bname: '${server}',\n {2}title: ')[^'\n]+(?=')`, to.title],
    [String.raw`(?<![\w-])${server}(?=:(?:read|write|destroy)\b)`, to.server],
    [String.raw`(?<="mcpServers": \{ ")${server}(?=")`, to.server],
  ];
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^$()[\]{}|\\/]/g, String.raw`\$&`);
}
