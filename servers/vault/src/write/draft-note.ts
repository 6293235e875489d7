import { ToolError } from '@ashlar/kit/errors';
import { quoted } from '@ashlar/kit/files';
import { isEditable } from '../disk/encode.ts';
import { textOf } from '../disk/text-of.ts';
import { spellingsOf } from '../find/find-note.ts';
import { partOf } from '../find/part-of-note.ts';
import { targetAt } from '../find/target-path.ts';
import { isMarkdown, withoutSlashes } from '../link/fold.ts';
import { parseWhole } from '../note/parse-file.ts';
import { linesOf } from '../search/fields.ts';
import type { Vault } from '../vault.ts';
import { keepAround } from './keep-around.ts';
import { newSection, newText } from './new-text.ts';
import type { Before } from './put-note.ts';

/** What a model wants a note to hold. */
interface Wanted {
  path: string;
  content: string;
  /** The place for `content`: `Goals#Next`, or `^id`. */
  section?: string | undefined;
  append?: boolean | undefined;
  ifVersion?: string | undefined;
}

/** A note as it would be. */
export interface Draft {
  path: string;
  before: Before | undefined;
  after: string;
}

/** The whole text that a note would have. Throws `ToolError` where it cannot be made, or was not asked for rightly. */
export async function draftNote(
  vault: Vault,
  { path: asked, content, section, append = false, ifVersion }: Wanted,
  signal: AbortSignal,
): Promise<Draft> {
  if (!isMarkdown(asked)) throw noMarkdown(asked);
  if (/\p{Surrogate}|\0/u.test(content)) {
    throw new ToolError(
      'invalid_input',
      'content: holds a NUL or half of a surrogate pair, as no text does.',
    );
  }
  await vault.ready(signal, spellingsOf(asked));
  const { path, file } = targetAt(vault, 'path', asked);
  const before = file === undefined ? undefined : noteBefore(vault, path, ifVersion);
  if (before === undefined && (ifVersion ?? section) !== undefined) {
    throw new ToolError('not_found', `path: the vault has no note ${quoted(path)}.`, {
      hint: 'Leave out ifVersion and section to create it.',
    });
  }
  const change = { content, append };
  if (section === undefined || before === undefined) {
    return { path, before, after: newText(before?.text, change) };
  }
  const note = await parseWhole(path, before.text);
  const kind = section.startsWith('^') ? 'block' : 'heading';
  const lines = partOf(note, [...linesOf(before.text.replace(/\n$/, ''))].length, { [kind]: section });
  const place = { ...lines, kind, note } as const;
  const after = newSection(before.text, place, change);
  keepAround(place, await parseWhole(path, after));
  return { path, before, after };
}

/** The note as it is, in the version that the model has seen. */
function noteBefore(vault: Vault, path: string, ifVersion: string | undefined): Before {
  const { text, encoding, version } = textOf(vault.source, path);
  if (!isEditable(encoding)) {
    throw new ToolError('invalid_input', `path: ${quoted(path)} is not in UTF-8 (${encoding}).`, {
      hint: 'It has to be converted by another program first.',
    });
  }
  if (ifVersion === version) return { text, encoding, version };
  const what = ifVersion === undefined ? 'exists already' : 'has changed since';
  throw new ToolError('conflict', `path: ${quoted(path)} ${what}: its version is ${version} now.`, {
    hint: 'Read it, then write with ifVersion.',
  });
}

function noMarkdown(path: string): ToolError {
  return new ToolError('invalid_input', `path: ${quoted(path)} is no path of a note.`, {
    hint: `Notes end in .md: ${quoted(`${withoutSlashes(path)}.md`)}.`,
  });
}
