import { INVISIBLE, LONGEST_TOKEN, token } from '@ashlar/kit/files';
import { bomLength, decode, type TextFormat } from './encoding.ts';
import { createLocator, type Spot } from './locate.ts';

/** A text as a model sees it: without byte order mark, every line break an LF, invisible characters as tokens. */
export interface View {
  text: string;
  /** The same as it stands in the file, but for the byte order mark. */
  raw: string;
  format: TextFormat;
  /** The tokens that stand for characters of the file. A token not among them is written in the file itself. */
  tokens: ReadonlySet<string>;
  /**
   * Where an index into `text` lies in the file; undefined inside a token or a surrogate pair. Costs O(distance)
   * when asked in ascending order, O(index) otherwise.
   */
  locate(index: number): Spot | undefined;
}

/** Half of a surrogate pair, which UTF-16 can hold: as it is, many a client would refuse the whole answer. */
const HALF = '(?<![\\ud800-\\udbff])[\\udc00-\\udfff]|[\\ud800-\\udbff](?![\\udc00-\\udfff])';
/** What is shown differently from how it is written. */
const CHANGED = `\\r\\n?|${INVISIBLE}|${HALF}`;
const CHANGED_ONCE = new RegExp(CHANGED);
const CHANGED_EACH = new RegExp(CHANGED, 'g');

/** The view of bytes that `detect` called by this format. */
export function makeView(bytes: Buffer, format: TextFormat): View {
  const raw = decode(bytes, format);
  const { text, tokens } = show(raw);
  let locator: ReturnType<typeof createLocator> | undefined;
  return {
    text,
    raw,
    format,
    tokens,
    locate(index) {
      locator ??= createLocator({
        raw,
        bytesOf: text === raw && raw.length === bytes.length ? 'same' : format.encoding,
        start: bomLength(format),
        changes: text === raw ? undefined : new RegExp(CHANGED, 'g'),
        shown: (change) => shownAs(change).length,
      });
      return locator(index);
    },
  };
}

/** The same for a text that came from elsewhere, so that it compares with a view. */
export function show(raw: string): { text: string; tokens: Set<string> } {
  const tokens = new Set<string>();
  if (!CHANGED_ONCE.test(raw)) return { text: raw, tokens };
  const put = (change: string) => {
    const shown = shownAs(change);
    if (shown !== '\n') tokens.add(shown);
    return shown;
  };
  let text = '';
  // Piece by piece: the engine holds all matches of one replacement in memory.
  for (let from = 0; from < raw.length; ) {
    const to = endOfPiece(raw, from + PIECE);
    text += raw.slice(from, to).replace(CHANGED_EACH, put);
    from = to;
  }
  return { text, tokens };
}

const PIECE = 32 * 1024;

/** Never between CR and LF, or inside a pair. */
function endOfPiece(raw: string, end: number): number {
  let to = end;
  while (to < raw.length && /[\r\ud800-\udbff]/.test(raw.charAt(to - 1))) to++;
  return to;
}

/** As many as there are such characters, halves of pairs among them: some thousands at most. */
const shownBefore = new Map<string, string>();

function shownAs(change: string): string {
  let shown = shownBefore.get(change);
  if (shown === undefined) {
    shown = change.startsWith('\r') ? '\n' : token(change);
    shownBefore.set(change, shown);
  }
  return shown;
}

/** Whether an index lies between two characters of the file, not inside a token or a surrogate pair. */
export function isBetween({ text, tokens }: Pick<View, 'text' | 'tokens'>, index: number): boolean {
  const before = text.charCodeAt(index - 1);
  const after = text.charCodeAt(index);
  if (before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff) return false;
  if (tokens.size === 0 || index === 0) return true;
  const around = text.slice(Math.max(0, index - LONGEST_TOKEN), index + LONGEST_TOKEN);
  const at = Math.min(index, LONGEST_TOKEN);
  const start = around.lastIndexOf('⟦', at - 1);
  const end = around.indexOf('⟧', start);
  return start < 0 || end < at || !tokens.has(around.slice(start, end + 1));
}
