import { InlineScan } from './inline-scan.ts';
import type { Setting } from './make-link.ts';
import type { Link } from './parsed-note.ts';

/** A text in the frontmatter, and where it stands in the file. */
export interface Scalar {
  value: string;
  /** Of the whole value, quotes included. */
  start: number;
  end: number;
  quote: '"' | "'" | '';
}

/** What a vault takes from the properties of a note. */
export class Properties {
  readonly aliases: string[] = [];
  readonly tags: string[] = [];
  readonly links: Link[] = [];
  /** By key, as both are written. */
  readonly values = new Map<string, string[]>();
  readonly #text: string;
  #inline: InlineScan | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** A property at the top, and what it says. */
  say(key: string, values: readonly string[]): void {
    const said = this.values.get(key);
    if (said === undefined) this.values.set(key, [...values]);
    else for (const value of values) said.push(value);
  }

  /** `key`: of the property at the top; `path`: with the places in lists and maps below it. */
  add(key: string, path: string, scalar: Scalar): void {
    const { value } = scalar;
    const name = key.toLowerCase();
    const listed = path !== key;
    if (name === 'aliases' || name === 'alias') this.#addAliases(listed ? [value] : value.split(','));
    else if (name === 'tags' || name === 'tag') this.#addTags(value.split(listed ? ',' : /[,\s]+/));
    if (value.includes('[')) this.#addLink(path, scalar);
  }

  #addAliases(aliases: readonly string[]): void {
    for (const alias of aliases) if (alias.trim() !== '') this.aliases.push(alias.trim());
  }

  #addTags(tags: readonly string[]): void {
    for (const tag of tags) {
      const name = tag.trim().replace(/^#/, '');
      if (name !== '') this.tags.push(name);
    }
  }

  /** A value is a link when it is one from its first character to its last. */
  #addLink(path: string, { value, start, end, quote }: Scalar): void {
    const quoted = quote === '' ? 0 : 1;
    const direct = this.#text.slice(start + quoted, end - quoted) === value;
    const escaping = !direct ? 'scalar' : quote === '"' ? 'json' : quote === "'" ? 'yaml-single' : 'scalar';
    const setting: Setting = { place: 'property', inTable: false, escaping, key: path };
    if (direct) {
      this.#inline ??= new InlineScan(this.#text);
      const link = onlyLink(this.#inline, start + quoted, end - quoted, setting);
      if (link !== undefined) this.links.push(link);
      return;
    }
    const link = onlyLink(new InlineScan(value), 0, value.length, setting);
    if (link !== undefined) this.links.push({ ...link, start, end, textStart: start, textEnd: end });
  }
}

function onlyLink(inline: InlineScan, start: number, end: number, setting: Setting): Link | undefined {
  inline.links.length = 0;
  inline.read(start, end, setting);
  const [link] = inline.links;
  return inline.links.length === 1 && link?.start === start && link.end === end ? link : undefined;
}
