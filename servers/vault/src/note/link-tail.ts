/** As in the reference implementations: a destination with more open parentheses is none. */
const MAX_PARENTHESES = 32;

/** The written destination of a Markdown link. */
export interface Destination {
  /** Without `<` and `>`. */
  start: number;
  end: number;
  angled: boolean;
  /** Offset behind it. */
  after: number;
}

/** Reads `(destination "title")` from its parenthesis at `at`; undefined where it is no such thing, or empty. */
export function linkTail(text: string, at: number, end: number): Destination | undefined {
  const destination = destinationAt(text, blanksEnd(text, at + 1, end), end);
  if (destination === undefined || destination.start === destination.end) return undefined;
  const gap = blanksEnd(text, destination.after, end);
  let after = gap;
  if (gap > destination.after) {
    const title = titleEnd(text, gap, end);
    if (title > gap) after = blanksEnd(text, title, end);
  }
  return after < end && text.charAt(after) === ')' ? { ...destination, after: after + 1 } : undefined;
}

/** A destination as such (CommonMark 0.31, section 6.3); undefined where none starts at `at`. */
export function destinationAt(text: string, at: number, end: number): Destination | undefined {
  return text.charAt(at) === '<' ? angledAt(text, at, end) : bareAt(text, at, end);
}

function angledAt(text: string, at: number, end: number): Destination | undefined {
  for (let here = at + 1; here < end; here++) {
    const character = text.charAt(here);
    if (character === '\\') here++;
    else if (character === '>') return { start: at + 1, end: here, angled: true, after: here + 1 };
    else if (character === '<' || character === '\n' || character === '\r') return undefined;
  }
  return undefined;
}

function bareAt(text: string, at: number, end: number): Destination | undefined {
  let depth = 0;
  let here = at;
  for (; here < end; here++) {
    const code = text.charCodeAt(here);
    if (code <= 32 || code === 127) break;
    if (code === 92 && isPunctuation(text.charCodeAt(here + 1))) here++;
    else if (code === 40 && ++depth > MAX_PARENTHESES) return undefined;
    else if (code === 41 && depth-- === 0) break;
  }
  const stop = Math.min(here, end);
  return depth > 0 ? undefined : { start: at, end: stop, angled: false, after: stop };
}

/** Offset behind the title at `at`; `at` where there is none. */
export function titleEnd(text: string, at: number, end: number): number {
  const open = text.charAt(at);
  if (at >= end || (open !== '"' && open !== "'" && open !== '(')) return at;
  const close = open === '(' ? ')' : open;
  for (let here = at + 1; here < end; here++) {
    const character = text.charAt(here);
    if (character === '\\') here++;
    else if (character === close) return here + 1;
    else if (character === '(' && open === '(') return at;
  }
  return at;
}

/**
 * Offset behind blanks, tabs and line breaks. The mark of a quote at the start of a line is none of its text: without
 * a quote, no line of a paragraph starts with one.
 */
export function blanksEnd(text: string, at: number, end: number): number {
  let here = at;
  let lineStart = false;
  for (; here < end; here++) {
    const code = text.charCodeAt(here);
    if (code === 10) lineStart = true;
    else if (!isBlank(code) && !(lineStart && code === 62)) break;
  }
  return here;
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function isPunctuation(code: number): boolean {
  return (
    (code >= 33 && code <= 47) ||
    (code >= 58 && code <= 64) ||
    (code >= 91 && code <= 96) ||
    (code >= 123 && code <= 126)
  );
}
