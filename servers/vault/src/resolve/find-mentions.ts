import type { VaultFile } from '../index/vault-file.ts';
import type { VaultIndex } from '../index/vault-index.ts';
import { fold } from '../link/fold.ts';
import type { Link } from '../note/parsed-note.ts';

/** Words of a text that are the name or an alias of notes. */
export interface Mention {
  words: string;
  /** Counted from 1. */
  line: number;
  /** Those of the name before those of the alias. */
  files: readonly VaultFile[];
}

const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}_'’-]*/gu;
/** Words of the longest name that is looked for, and UTF-16 units. */
const MOST_WORDS = 6;
const MOST_LENGTH = 100;
/** Shorter names are in every text. */
const LEAST_LENGTH = 3;
/** What would end a link. */
const UNFIT = /[[\]|#^]/;

/** Where a text names notes outside of its links, each name once, the longest first where several begin. */
export function* findMentions(index: VaultIndex, text: string, links: readonly Link[]): Generator<Mention> {
  const seen = new Set<string>();
  for (const [at, line] of withoutLinks(text, links).split('\n').entries()) {
    const words = [...line.matchAll(WORD)];
    for (let first = 0; first < words.length; first++) {
      const found = longestAt(index, line, words.slice(first, first + MOST_WORDS));
      if (found === undefined) continue;
      first += found.count - 1;
      const key = fold(found.words);
      if (!seen.has(key)) yield { words: found.words, line: at + 1, files: found.files };
      seen.add(key);
    }
  }
}

function longestAt(index: VaultIndex, line: string, words: readonly RegExpExecArray[]) {
  const start = words[0]?.index ?? 0;
  for (let count = words.length; count > 0; count--) {
    const last = words[count - 1] as RegExpExecArray;
    const named = line.slice(start, last.index + last[0].length);
    if (named.length < LEAST_LENGTH || named.length > MOST_LENGTH || UNFIT.test(named)) continue;
    const key = fold(named);
    const files = [...new Set([...index.named(`${key}.md`), ...index.aliased(key)])];
    if (files.length > 0) return { words: named, count, files };
  }
  return undefined;
}

/** The text with as many blanks in the place of each link, so that lines stay. */
function withoutLinks(text: string, links: readonly Link[]): string {
  let [rest, end] = ['', 0];
  for (const link of [...links].sort((a, b) => a.start - b.start)) {
    if (link.start < end) continue;
    rest += text.slice(end, link.start) + text.slice(link.start, link.end).replace(/[^\n]/g, '|');
    end = link.end;
  }
  return rest + text.slice(end);
}
