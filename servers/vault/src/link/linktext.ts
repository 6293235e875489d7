/** What a link leads to, as it is looked up: neither brackets nor display text, nothing encoded. */
export interface Linktext {
  /** '' for a link to the note itself. */
  path: string;
  /** With its leading `#`; '' where there is none. */
  subpath: string;
}

/** Splits at the first `#`, which stays with the subpath. Blanks around the path are not part of it. */
export function splitLinktext(linktext: string): Linktext {
  const hash = linktext.indexOf('#');
  if (hash < 0) return { path: linktext.trim(), subpath: '' };
  return { path: linktext.slice(0, hash).trim(), subpath: linktext.slice(hash).trimEnd() };
}

/** Where the parts of a wikilink lie between its brackets. */
export interface Inside {
  /** Where the link text ends. */
  textEnd: number;
  /** Where the display text starts; undefined where there is none. */
  displayStart: number | undefined;
  /** The separator is `\|`, as tables need it. */
  escaped: boolean;
}

/**
 * Finds the display text: behind the first `|` that is not the first character (`[[|]]` is a note of that name).
 * `\|` separates too: a table needs it, and no note can have the name that it would be otherwise.
 */
export function splitInside(inside: string): Inside {
  for (let pipe = inside.indexOf('|', 1); pipe > 0; pipe = inside.indexOf('|', pipe + 1)) {
    const escaped = inside[pipe - 1] === '\\';
    const textEnd = escaped ? pipe - 1 : pipe;
    if (textEnd > 0) return { textEnd, displayStart: pipe + 1, escaped };
  }
  return { textEnd: inside.length, displayStart: undefined, escaped: false };
}

/** The headings that a subpath names from the outside in, without those that are empty. */
export function subpathParts(subpath: string): string[] {
  return subpath.split('#').filter((part) => part.trim() !== '');
}

/** What is shown for a link without display text: `Note > Heading`. */
export function defaultDisplay({ path, subpath }: Linktext): string {
  const parts = subpathParts(subpath);
  return (path === '' ? parts : [path, ...parts]).join(' > ');
}
