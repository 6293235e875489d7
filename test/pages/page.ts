import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/check/workspace.ts';

/** A fence of a page, with what stands in it. */
export interface Block {
  language: string;
  body: string;
  /** By the comment in its first line: `// src/tools/lend.ts`, `# /etc/nginx/conf.d/docs.conf`. */
  file: string | undefined;
  /** Of its first line. */
  line: number;
}

/** What a page tells people to write and to type. */
export interface Page {
  path: string;
  text: string;
  blocks: readonly Block[];
  /** Every line of its shell blocks, without comments, and every `npx …` or `npm …` of its text. */
  commands: readonly string[];
}

/** The pages of a folder, by their paths below the root. */
export function pagesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
}

export function readPage(path: string): Page {
  const text = readFileSync(join(ROOT, path), 'utf8').replaceAll('\r\n', '\n');
  const blocks = [...text.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map((found): Block => {
    const [, language = '', body = ''] = found;
    const file = /^(?:\/\/|#|<!--) (\S+\.\S+)(?: -->)?\n/.exec(body)?.[1];
    return { language, body, file, line: text.slice(0, found.index).split('\n').length + 1 };
  });
  const inText = [...text.matchAll(/`((?:npx (?:-[yp] )*[@a-z]|npm )[^`\n]+)`/g)].map(
    ([, command = '']) => command,
  );
  const inBlocks = blocks.filter(({ language }) => language === 'sh').flatMap(({ body }) => linesOf(body));
  return { path, text, blocks, commands: [...inBlocks, ...inText].map(withoutComment).filter(Boolean) };
}

/** Lines as a shell takes them: what ends with a backslash goes on. */
export function linesOf(body: string): string[] {
  return body
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
}

function withoutComment(line: string): string {
  return line.replace(/(?:^|\s+)#\s.*$/, '').trim();
}
