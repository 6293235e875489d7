/**
 * The rules of Obsidian's links read word for word and slowly, for notes of `arbitrary.ts` and of headings and blocks
 * that stand at the start of a line. It has nothing of `src`: what both say can only be what the rules say.
 */

export interface NaiveLink {
  line: number;
  /** Undefined where the link leads nowhere. */
  path: string | undefined;
  /** Files that a rule had to choose from. */
  choices: number;
  /** The line of the heading or block; 0 where it names none, undefined where there is none. */
  anchor: number | undefined;
}

type Vault = Readonly<Record<string, string>>;

/** Where every link of a note leads, in their order. */
export function naiveLinks(vault: Vault, from: string): NaiveLink[] {
  return written(vault[from] ?? '').map(({ line, target }) => {
    const hash = target.indexOf('#');
    const path = (hash < 0 ? target : target.slice(0, hash)).trim();
    const subpath = hash < 0 ? '' : target.slice(hash).trim();
    const found = path === '' ? { path: from, choices: 1 } : naivePath(Object.keys(vault), path, from);
    const anchor = found.path === undefined ? undefined : anchorIn(vault, found.path, subpath);
    return { line, ...found, anchor };
  });
}

/** Links of the text: wikilinks, Markdown links, definitions, and properties that are one link in quotes. */
function written(text: string): { line: number; target: string }[] {
  const head = /^---\n[\s\S]*?\n---\n/.exec(text)?.[0] ?? '';
  const found: { at: number; target: string }[] = [];
  for (const match of head.matchAll(/(?:: |- )(["'])\[\[([^\]]+)\]\]\1$/gm)) {
    found.push({ at: match.index, target: match[2] as string });
  }
  // Code is blanked out, so that offsets stay.
  const body =
    ' '.repeat(head.length) +
    text.slice(head.length).replace(/`[^`\n]*`/g, (code) => ' '.repeat(code.length));
  for (const match of body.matchAll(/\[\[(?!\[)((?:(?!\[\[|\]\])[^\n])+)\]\]/g)) {
    found.push({ at: match.index, target: beforeBar(match[1] as string) });
  }
  for (const match of body.matchAll(/\]\((?:<([^<>\n]+)>(?: "t")?|([^\s()<>]+))\)/g)) {
    found.push({ at: match.index, target: decoded((match[1] ?? match[2]) as string) });
  }
  for (const match of body.matchAll(/^\[r\]: <([^<>\n]+)>$/gm)) {
    found.push({ at: match.index, target: decoded(match[1] as string) });
  }
  found.sort((a, b) => a.at - b.at);
  return found.map(({ at, target }) => ({ line: lineAt(text, at), target }));
}

/** Display text is behind the first bar that is not the first character; a backslash before the bar belongs to it. */
function beforeBar(inside: string): string {
  const bar = inside.indexOf('|', 1);
  if (bar < 0) return inside;
  return inside[bar - 1] === '\\' ? inside.slice(0, bar - 1) : inside.slice(0, bar);
}

function decoded(destination: string): string {
  try {
    return decodeURIComponent(destination);
  } catch {
    return destination;
  }
}

function lineAt(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

/** Section 2.4: headings by their words alone, each below the one before it, and blocks by id. */
function anchorIn(vault: Vault, path: string, subpath: string): number | undefined {
  const names = subpath.split('#').filter((name) => name.trim() !== '');
  if (names.length === 0 || !/\.md$/i.test(path)) return 0;
  const lines = (vault[path] ?? '').split('\n');
  if (names.at(-1)?.startsWith('^')) {
    const at = lines.findIndex((line) => line.toLowerCase().endsWith(` ${names.at(-1)?.toLowerCase()}`));
    return at < 0 ? undefined : at + 1;
  }
  const words = (text: string) =>
    text
      .replace(/[!"#$%&()*+,.:;<=>?@^`{|}~/[\]\\\r\n]/g, ' ')
      .replace(/\s+/g, ' ')
      .trim()
      .toLowerCase();
  const headings = lines.flatMap((line, at) => {
    const [, marks, text] = /^(#{1,6}) (.*)$/.exec(line) ?? [];
    return marks === undefined ? [] : [{ line: at + 1, level: marks.length, words: words(text ?? '') }];
  });
  // Every way down: the first heading that some chain of headings ends at.
  const chains = (from: number, level: number, rest: string[]): number[] => {
    const ends: number[] = [];
    for (let at = from; at < headings.length; at++) {
      const heading = headings[at];
      if (heading === undefined || heading.level <= level) break;
      if (heading.words !== words(rest[0] ?? '')) continue;
      ends.push(...(rest.length === 1 ? [heading.line] : chains(at + 1, heading.level, rest.slice(1))));
    }
    return ends;
  };
  return chains(0, 0, names)[0];
}

/** Section 2.3. */
export function naivePath(
  paths: readonly string[],
  link: string,
  from: string,
): { path: string | undefined; choices: number } {
  const key = (text: string) =>
    text
      .normalize('NFC')
      .replace(/[\u00a0\u202f]/g, ' ')
      .toLowerCase();
  const last = (text: string) => text.split('/').at(-1) ?? '';
  const folder = (text: string) => text.split('/').slice(0, -1).join('/');
  const ordered = (found: string[]) =>
    [...found].sort((a, b) => a.length - b.length || ([...a] < [...b] ? -1 : 1));
  const withName = (text: string) => paths.filter((each) => key(last(each)) === key(last(text)));
  const literal = last(link).includes('.') && withName(link).length > 0;
  const whole = literal ? link : `${link}.md`;
  const exactly = (text: string) => {
    const found = ordered(paths.filter((each) => key(each) === key(text)));
    return { path: found.find((each) => each === text) ?? found[0], choices: found.length };
  };
  if (link.startsWith('/')) return exactly(whole.slice(1));
  if (link.startsWith('./') || link.startsWith('../')) {
    const way = folder(from).split('/').filter(Boolean);
    for (const step of whole.split('/')) {
      if (step === '..' && way.pop() === undefined) return { path: undefined, choices: 0 };
      if (step !== '..' && step !== '.') way.push(step);
    }
    return exactly(way.join('/'));
  }
  const top = exactly(whole);
  if (top.path !== undefined) return top;
  const fitting = ordered(withName(whole).filter((each) => key(`/${each}`).endsWith(key(`/${whole}`))));
  const here = key(folder(from));
  const own = fitting.find((each) => key(folder(each)) === here);
  const below = here === '' ? undefined : fitting.find((each) => key(each).startsWith(`${here}/`));
  return { path: own ?? below ?? fitting[0], choices: fitting.length };
}
