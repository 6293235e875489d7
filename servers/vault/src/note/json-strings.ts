/** A text in a JSON document, and the way to it. */
export interface JsonString {
  /** Keys and places from the outside in: `nodes`, `3`, `text`. */
  path: readonly string[];
  value: string;
  /** Of the characters between the quotes. */
  start: number;
  end: number;
}

interface Level {
  isObject: boolean;
  /** The key in an object, or the place in a list. */
  at: string;
}

/** Finds the texts at one depth of a document that `JSON.parse` has taken. Keys are not among them. */
export function* jsonStrings(json: string, depth: number): Generator<JsonString> {
  const levels: Level[] = [];
  for (let at = 0; at < json.length; at++) {
    const character = json.charAt(at);
    const level = levels.at(-1);
    if (character === '{' || character === '[') levels.push({ isObject: character === '{', at: '0' });
    else if (character === '}' || character === ']') levels.pop();
    else if (character === ',' && level !== undefined && !level.isObject)
      level.at = String(Number(level.at) + 1);
    else if (character === '"') {
      const end = stringEnd(json, at + 1);
      const value = json.slice(at + 1, end);
      if (level?.isObject && isKey(json, end + 1)) level.at = decoded(value);
      else if (levels.length === depth)
        yield { path: levels.map((each) => each.at), value: decoded(value), start: at + 1, end };
      at = end;
    }
  }
}

/** Where each UTF-16 unit of a value stands in its JSON; one more for its end. */
export function sourceOffsets(json: string, { start, end }: JsonString): number[] {
  const offsets: number[] = [];
  for (let at = start; at < end; ) {
    offsets.push(at);
    at += json.charAt(at) !== '\\' ? 1 : json.charAt(at + 1) === 'u' ? 6 : 2;
  }
  offsets.push(end);
  return offsets;
}

function stringEnd(json: string, from: number): number {
  let at = from;
  while (at < json.length && json.charAt(at) !== '"') at += json.charAt(at) === '\\' ? 2 : 1;
  return at;
}

function isKey(json: string, from: number): boolean {
  let at = from;
  while (json.charCodeAt(at) <= 32) at++;
  return json.charAt(at) === ':';
}

function decoded(written: string): string {
  return written.includes('\\') ? JSON.parse(`"${written}"`) : written;
}
