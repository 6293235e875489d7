import { coalesced, defineResource, ToolError } from '@ashlar/kit';
import { INVISIBLE, token } from '@ashlar/kit/files';
import type { Changes } from '../disk/changes.ts';
import { textOf } from '../disk/text-of.ts';
import { hasExtension, isMarkdown } from '../link/fold.ts';
import { linesOf } from '../search/fields.ts';
import type { Vault } from '../vault.ts';
import { notePath } from './vault-uri.ts';

/** Bytes of the longest text that is sent in one piece; read_note gives longer ones in several. */
const MOST_BYTES = 1024 * 1024;
/** Milliseconds within which several changes count as one. */
const SETTLE_MS = 50;
const UNSEEN = new RegExp(INVISIBLE, 'g');

export const note = defineResource<{ vault: Vault }>({
  name: 'note',
  title: 'Note',
  description: 'A note of the vault, by its path.',
  uri: 'vault://{vault}/note/{+path}',
  async read(uri, _variables, { vault, signal }) {
    const path = notePath(vault.source.vault, uri);
    await vault.ready(signal, [path]);
    if (vault.index.get(path) === undefined) throw new ToolError('not_found', 'There is no such note.');
    const text = [...linesOf(textOf(vault.source, path).text)].join('\n').replaceAll(UNSEEN, token);
    if (Buffer.byteLength(text) > MOST_BYTES) throw tooLarge();
    return { contents: [{ uri, mimeType: mimeTypeOf(path), text }] };
  },
  complete: {
    vault: async (typed, { vault: { source } }) => [source.vault.name].filter((it) => it.startsWith(typed)),
    async path(typed, { vault, signal }) {
      await vault.ready(signal);
      return vault.completer.notes(typed);
    },
  },
  async watch(uri, changed, { vault }) {
    const path = notePath(vault.source.vault, uri);
    const telling = coalesced(SETTLE_MS, changed);
    const forget = await vault.onChange((changes) => {
      if (isAmong(path, changes)) telling.happened();
    });
    return () => {
      forget();
      telling.stop();
    };
  },
});

function isAmong(path: string, { added, changed, removed }: Changes): boolean {
  return removed.includes(path) || [added, changed].some((files) => files.some((file) => file.path === path));
}

function mimeTypeOf(path: string): string {
  if (isMarkdown(path)) return 'text/markdown';
  return hasExtension(path, '.canvas') ? 'application/json' : 'text/plain';
}

function tooLarge(): ToolError {
  return new ToolError('limited', 'The note is larger than 1 MB.', {
    hint: 'Read it in pieces with read_note.',
    retryable: false,
  });
}
