const BREAK = /\r\n?|\n/g;

export interface Endings {
  /**
   * Gives the line breaks of a new text (all LF) the endings of the place it goes to: the n-th takes that of the
   * n-th line break it replaces, further ones that of the line the place ends in, or else the file's most common.
   */
  put(text: string, from: number, to: number): string;
}

/** The line endings of a file's decoded text. Ask for places in ascending order. */
export function createEndings(raw: string): Endings {
  const search = new RegExp(BREAK);
  let next: { index: number; ending: string } | undefined;
  let common: string | undefined;

  function endingAfter(index: number): string {
    if (!next || next.index < index) {
      search.lastIndex = index;
      const found = search.exec(raw);
      next = found ? { index: found.index, ending: found[0] } : { index: raw.length, ending: '' };
    }
    if (next.ending !== '') return next.ending;
    common ??= commonEnding(raw);
    return common;
  }

  return {
    put(text, from, to) {
      if (!text.includes('\n')) return text;
      const own = raw.slice(from, to).match(BREAK) ?? [];
      const further = endingAfter(to);
      let used = 0;
      return text.replace(/\n/g, () => own[used++] ?? further);
    },
  };
}

/** The ending most lines of a text have; LF where it has none. */
export function commonEnding(raw: string): '\n' | '\r\n' | '\r' {
  const crlf = count(raw, '\r\n');
  const lf = count(raw, '\n') - crlf;
  const cr = count(raw, '\r') - crlf;
  if (crlf > lf && crlf >= cr) return '\r\n';
  return cr > lf ? '\r' : '\n';
}

function count(text: string, part: string): number {
  let found = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) found++;
  return found;
}
