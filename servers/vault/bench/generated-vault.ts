/**
 * A vault of so many notes full of links, the same on every machine: names in folders by topic, frontmatter, headings,
 * block ids, and every 23rd word a link: most of them bare names, some with display text, with a heading, as
 * Markdown, as an embed, and some to notes that do not exist. 10,000 notes are 31 MB with 156,865 links.
 */
export function* generatedVault(notes: number): Generator<{ path: string; text: string }> {
  const random = randomFrom(12_345);
  const words = Array.from({ length: 6_000 }, () => syllables(random));
  const word = () => words[Math.floor(random() ** 2.2 * words.length)] as string;
  const paths = Array.from({ length: notes }, (_, at) => pathOf(at, notes, word));
  for (const [at, path] of paths.entries()) yield { path, text: noteText(at, paths, word, random) };
}

export const ATTACHMENTS = 500;
/** In one note of a thousand. */
const PHRASE = 'needleword quick brown zanzibar phrase here';

export function attachmentPath(at: number): string {
  return `attachments/image-${at}.png`;
}

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
}

function syllables(random: () => number): string {
  const count = 2 + Math.floor(random() * 3);
  const pick = (letters: string) => letters.charAt(Math.floor(random() * letters.length));
  return Array.from({ length: count }, () => pick('bcdfghklmnprstvwz') + pick('aeiou')).join('');
}

/** 50 notes to a topic folder, and the topics in ten areas. */
function pathOf(at: number, notes: number, word: () => string): string {
  const area = Math.floor((10 * at) / notes);
  const folder = `Area ${area}/Topic ${Math.floor(at / 50)}${at % 7 === 0 ? '/Deep' : ''}`;
  const accent = at % 41 === 0 ? 'Ü' : '';
  const name = at % 97 === 0 ? 'Index' : `${accent}${word()} ${word()} ${at}`;
  return `${folder}/${name}.md`;
}

function noteText(at: number, paths: readonly string[], word: () => string, random: () => number): string {
  const lines = [
    '---',
    `tags: [${word()}, ${word()}]`,
    'aliases:',
    `  - ${word()} alias ${at}`,
    'created: 2024-01-01',
    '---',
  ];
  lines.push(`# ${nameIn(paths, at)}`, '');
  let count = 0;
  const paragraphs = 4 + Math.floor(random() * 8);
  for (let paragraph = 0; paragraph < paragraphs; paragraph++) {
    if (paragraph % 3 === 1) lines.push(`## Section ${paragraph} ${word()}`, '');
    const words: string[] = [];
    const length = 20 + Math.floor(random() * 60);
    for (let place = 0; place < length; place++)
      words.push(++count % 23 === 0 ? linkText(paths, word, random) : word());
    lines.push(words.join(' ') + (paragraph === 2 ? ` ^block-${at}` : ''), '');
  }
  if (at % 1_000 === 0) lines.push(PHRASE, '');
  return lines.join('\n');
}

function linkText(paths: readonly string[], word: () => string, random: () => number): string {
  const target = Math.floor(random() * paths.length);
  const path = (paths[target] as string).slice(0, -3);
  const kind = random();
  if (kind < 0.6) return `[[${nameIn(paths, target)}]]`;
  if (kind < 0.75) return `[[${nameIn(paths, target)}|${word()}]]`;
  if (kind < 0.85) return `[[${path}#${nameIn(paths, target)}]]`;
  if (kind < 0.92) return `[${word()}](${encodeURI(path)}.md)`;
  if (kind < 0.96) return `[[missing ${word()} ${Math.floor(random() * paths.length)}]]`;
  return `![[image-${Math.floor(random() * ATTACHMENTS)}.png]]`;
}

function nameIn(paths: readonly string[], at: number): string {
  const path = paths[at] as string;
  return path.slice(path.lastIndexOf('/') + 1, -3);
}
