import type { Frontmatter } from './frontmatter.ts';
import { Properties, type Scalar } from './properties.ts';

// All the blanks or none: a value that begins with some would be tried from each of them on.
const KEY = /^([A-Za-z_][\w-]*):(?: +(?! )(.*))?$/;
const ITEM = /^ *- +(?! )(.*)$/;
/** A plain text that YAML reads as itself: no indicator at its start, no `: `, no ` #`, no comma or bracket. */
const PLAIN =
  /^[A-Za-z0-9_/\u00c0-\u1fff\u3040-\ud7ff](?:[\w./()+, \u00c0-\u1fff\u3040-\ud7ff-]|:(?=[\w/]))*$/;
const DOUBLE = /^"([^"\\\p{Cc}\u2028\u2029\ufeff]*)"$/u;
const SINGLE = /^'([^'\p{Cc}\u2028\u2029\ufeff]*)'$/u;
/** Plain texts that YAML 1.2 may read as something else: their text would not be their value. */
const TYPED = /^(?:[\d.+-].*|null|true|false)$/i;
/** YAML 1.2.2, section 10.3.2: `~` is no plain text here. */
const NULL = /^(?:null|Null|NULL)$/;

/**
 * Reads the frontmatter that most notes have: keys with a plain or quoted text, with a list of such on lines of
 * their own, or between brackets. Undefined for anything else, which a YAML parser has to read. What it does read
 * it reads as YAML 1.2 does; a test holds it to that.
 */
export function readSimple(text: string, { start, end }: Frontmatter): Properties | undefined {
  const properties = new Properties(text);
  const seen = new Set<string>();
  /** The key whose list may follow, the blanks before its dashes, and how many items it has. */
  let list: { key: string; indent: number; items: number } | undefined;
  for (let at = start; at < end; ) {
    const newline = text.indexOf('\n', at);
    const line = text.slice(at, endOfLine(text, at, newline));
    const lineStart = at;
    at = newline + 1;
    if (line === '') continue;
    const item = ITEM.exec(line);
    if (item !== null && list !== undefined) {
      const indent = line.indexOf('-');
      if (list.items > 0 && list.indent !== indent) return undefined;
      const value = item[1] ?? '';
      const scalar = scalarOf(value, lineStart + line.length - value.length, list.key);
      if (scalar === undefined) return undefined;
      addScalar(properties, list.key, `${list.key}.${list.items}`, scalar);
      list = { key: list.key, indent, items: list.items + 1 };
      continue;
    }
    const [, key, value = ''] = KEY.exec(line) ?? [];
    if (key === undefined || seen.has(key)) return undefined;
    seen.add(key);
    properties.say(key, []);
    list = value === '' ? { key, indent: 0, items: 0 } : undefined;
    if (value !== '' && !addValue(properties, key, value, lineStart + line.length - value.length))
      return undefined;
  }
  return properties;
}

/** Where a line ends that has a break at `newline`: without its CR, and without the blanks before that. */
function endOfLine(text: string, start: number, newline: number): number {
  let end = newline > start && text[newline - 1] === '\r' ? newline - 1 : newline;
  while (end > start && text[end - 1] === ' ') end--;
  return end;
}

function addValue(properties: Properties, key: string, value: string, at: number): boolean {
  if (!value.startsWith('[')) {
    const scalar = scalarOf(value, at, key);
    if (scalar !== undefined) addScalar(properties, key, key, scalar);
    return scalar !== undefined;
  }
  if (!value.endsWith(']') || value.length === 1) return false;
  const inside = value.slice(1, -1);
  if (inside.trim() === '') return true;
  let from = at + 1;
  for (const [place, part] of inside.split(',').entries()) {
    const word = part.trim();
    const scalar = scalarOf(word, from + part.length - part.trimStart().length, key);
    if (scalar === undefined) return false;
    addScalar(properties, key, `${key}.${place}`, scalar);
    from += part.length + 1;
  }
  return true;
}

function addScalar(properties: Properties, key: string, path: string, scalar: Scalar): void {
  const saysNothing = scalar.quote === '' && NULL.test(scalar.value);
  properties.say(key, saysNothing ? [] : [scalar.value]);
  properties.add(key, path, scalar);
}

function scalarOf(written: string, start: number, key: string): Scalar | undefined {
  const end = start + written.length;
  const double = DOUBLE.exec(written)?.[1];
  if (double !== undefined) return { value: double, start, end, quote: '"' };
  const single = SINGLE.exec(written)?.[1];
  if (single !== undefined) return { value: single, start, end, quote: "'" };
  if (!PLAIN.test(written) || (/^(?:alias(?:es)?|tags?)$/i.test(key) && TYPED.test(written)))
    return undefined;
  return { value: written, start, end, quote: '' };
}
