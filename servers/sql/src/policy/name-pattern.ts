/** A name that an operator wrote, as `table`, `schema.table` or `"odd.name".column`; `*` stands for any text in a part. */
export interface NamePattern {
  /** As it was written. */
  written: string;
  /** From the general to the particular: schema, table, column. */
  parts: readonly RegExp[];
}

const PART = /"(?:[^"]|"")+"|[^."]+/y;

/** Reads a name of at most `most` parts. Undefined for what is none. */
export function namePattern(written: string, most: number): NamePattern | undefined {
  const parts: RegExp[] = [];
  for (let at = 0; ; at += 1) {
    PART.lastIndex = at;
    const [part] = PART.exec(written) ?? [];
    if (part === undefined || part.trim() === '') return undefined;
    parts.push(matching(part));
    at += part.length;
    if (at === written.length) break;
    if (written[at] !== '.') return undefined;
  }
  return parts.length > most ? undefined : { written, parts };
}

/**
 * Whether a name is meant, given whole: with its schema and table. Capitals do not matter, as databases do not agree on
 * whether they do: more is hidden rather than less.
 */
export function matches({ parts }: NamePattern, names: readonly string[]): boolean {
  const last = names.slice(-parts.length);
  return last.length === parts.length && parts.every((part, at) => part.test(last[at] ?? ''));
}

/** In quotes nothing is wild. */
function matching(part: string): RegExp {
  const quoted = part.startsWith('"');
  const text = quoted ? part.slice(1, -1).replaceAll('""', '"') : part.trim();
  const literal = text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  return new RegExp(`^${quoted ? literal : literal.replaceAll(String.raw`\*`, '.*')}$`, 'isu');
}
