import { parseFile } from '../src/note/parse-file.ts';
import type { Link } from '../src/note/parsed-note.ts';
import { generatedVault } from './generated-vault.ts';

/** A link as a note of the vault has it. */
export interface SampleLink {
  from: string;
  text: string;
  link: Link;
}

export interface Sample {
  /** Links of every kind, in the shares in which notes have them; some are broken. */
  links: SampleLink[];
  /** Notes that are named `Index`, as many others are. */
  shared: string[];
  notes: string[];
}

/** Notes that are looked at, evenly over the vault. */
const SAMPLED = 200;

/** What is asked for: notes from all over a vault of so many, and their links. */
export function sampleOf(notes: number): Sample {
  const sample: Sample = { links: [], shared: [], notes: [] };
  const step = Math.floor(notes / SAMPLED) | 1; // Odd: notes of every kind have their turn.
  let at = 0;
  for (const { path, text } of generatedVault(notes)) {
    if (path.endsWith('/Index.md')) sample.shared.push(path);
    if (at++ % step !== 0) continue;
    sample.notes.push(path);
    for (const link of parseFile(path, text).links)
      sample.links.push({ from: path, text: text.slice(link.start, link.end), link });
  }
  return sample;
}

/** `[[name]]` and nothing else, of notes that are there: what every contender can be asked for. */
export function plainLinks({ links }: Sample): string[] {
  return links.map(({ text }) => text).filter((text) => /^\[\[(?!missing )[^#|\]]+\]\]$/.test(text));
}
