import type { Naming } from './naming.ts';
import type { Files } from './templates.ts';

/** Texts in which names stand; in a sample they would be somebody's words. */
const TEXT = /^(?!sample\/).*\.(?:ts|json|md|yaml|yml)$/;

/** The same repository under another name: package, program, variables, scopes, entries of hosts. */
export function renamed(files: Files, from: Naming, to: Naming): Files {
  const renames = renamesOf(from, to);
  const rename = (text: string) => renames.reduce((all, [was, is]) => all.replaceAll(was, is), text);
  const moved = [...files].map(([path, content]): [string, Buffer] => {
    if (!TEXT.test(path)) return [path, content];
    const text = rename(content.toString('utf8'));
    return [path, Buffer.from(path === 'package.json' ? manifestOf(text) : text)];
  });
  return new Map(moved);
}

/** Longer names first: one is a part of another. */
function renamesOf(from: Naming, to: Naming): [was: string | RegExp, is: string][] {
  const word = from.server;
  return [
    [from.registry, to.registry],
    [from.package, to.package],
    [new RegExp(`\\b${from.program}\\b`, 'g'), to.program],
    [new RegExp(`\\b${from.environment}_(?=[A-Z])`, 'g'), `${to.environment}_`],
    [new RegExp(`npm run bench -- ${word}(?= [\\w-])`, 'g'), 'npm run bench --'],
    [`npm run bench -- ${word}`, 'npm run bench'],
    // As the server calls itself, its scopes (`vault:read`), and its entry in a host.
    [new RegExp(`(?<=\\bname: ')${word}(?=',\\n {2}title: )`, 'g'), to.server],
    [new RegExp(`\\b${word}(?=:(?:read|write|destroy)\\b)`, 'g'), to.server],
    [new RegExp(`(?<="mcpServers": \\{ ")${word}(?=")`, 'g'), to.server],
  ];
}

/** It has no repository yet, and begins to count its versions anew. */
function manifestOf(text: string): string {
  const { repository: _, scripts, ...manifest } = JSON.parse(text);
  const fork = { ...manifest, version: '0.0.0', scripts: { ...scripts, bench: 'node bench/main.ts' } };
  return `${JSON.stringify(fork, null, 2)}\n`;
}
