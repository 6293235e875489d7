import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { linearCongruential } from './random.ts';
import { makeWords } from './words.ts';

const ATTACHMENTS = 500;
export const PHRASE = 'needleword quick brown zanzibar phrase here';
const AREAS = 10;
const PER_FOLDER = 50;

interface Pen {
  random(): number;
  word(): string;
  /** Paths of all notes, without `.md`. */
  paths: readonly string[];
}

/**
 * A link-dense vault of so many notes, the same one each time: 10 areas of topic folders, every 7th note in a sub-folder,
 * every 97th called `Index`, every 41st with an umlaut; frontmatter, headings, a block id, and every 23rd word a link.
 * Made once, then kept.
 */
export function makeVault(folder: string, notes: number): string {
  const stamp = join(folder, '.complete');
  if (existsSync(stamp)) return folder;
  rmSync(folder, { recursive: true, force: true });
  const random = linearCongruential(12_345);
  const word = makeWords(random);
  const paths = Array.from({ length: notes }, (_, at) => pathOf(at, notes, word));
  const pen: Pen = { random, word, paths };
  for (const [at, path] of paths.entries()) put(folder, `${path}.md`, noteText(at, pen));
  for (let at = 0; at < ATTACHMENTS; at++) put(folder, `attachments/image-${at}.png`, 'not really');
  writeFileSync(stamp, '');
  return folder;
}

function pathOf(at: number, notes: number, word: () => string): string {
  const topic = Math.floor(at / PER_FOLDER);
  const area = topic % Math.min(AREAS, Math.max(1, Math.ceil(notes / PER_FOLDER)));
  const sub = at % 7 === 0 ? 'sub/' : '';
  const name = at % 97 === 0 ? 'Index' : `${at % 41 === 0 ? 'Ü' : ''}${word()} ${word()} ${at}`;
  return `Area ${area}/Topic ${topic}/${at % 97 === 0 && sub === '' ? `i${at}/` : sub}${name}`;
}

function noteText(at: number, pen: Pen): string {
  const { random, word, paths } = pen;
  const name = (paths[at] as string).split('/').at(-1);
  const day = String(1 + (at % 28)).padStart(2, '0');
  const parts = [
    `---\ntags: [${word()}, ${word()}]\naliases: [${word()} ${word()}]\ndate: 2026-01-${day}\n---\n# ${name}\n`,
  ];
  const paragraphs = 4 + Math.floor(random() * 8);
  for (let number = 0; number < paragraphs; number++) {
    if (number % 3 === 2) parts.push(`## ${word()} ${word()}\n`);
    parts.push(`${paragraph(pen)}${number === 1 ? ` ^block${at}` : ''}\n`);
  }
  if (at % 1_000 === 0) parts.push(`${PHRASE}\n`);
  return parts.join('\n');
}

function paragraph(pen: Pen): string {
  const words = 20 + Math.floor(pen.random() * 60);
  return Array.from({ length: words }, (_, at) => (at % 23 === 22 ? link(pen) : pen.word())).join(' ');
}

function link({ random, word, paths }: Pen): string {
  const path = paths[Math.floor(random() * paths.length)] as string;
  const name = path.split('/').at(-1) as string;
  const kind = random();
  if (kind < 0.6) return `[[${name}]]`;
  if (kind < 0.75) return `[[${name}|${word()} ${word()}]]`;
  if (kind < 0.85) return `[[${path}#${name}]]`;
  if (kind < 0.92) return `[${word()}](${encodeURI(`${path}.md`)})`;
  if (kind < 0.96) return `[[missing ${word()} ${word()}]]`;
  return `![[image-${Math.floor(random() * ATTACHMENTS)}.png]]`;
}

function put(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
