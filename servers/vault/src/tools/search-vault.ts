import { defineTool, type Reply, withTrailer } from '@ashlar/kit';
import { clip, oneLine, throwIfCancelled } from '@ashlar/kit/files';
import * as z from 'zod';
import type { Context } from '../context.ts';
import { folderAt } from '../find-folder.ts';
import type { SearchAnswer } from '../search/text-index.ts';
import { counted, fillingFact, Page } from '../show/trailer.ts';

const DEFAULT_LIMIT = 8;

export const searchVault = defineTool({
  name: 'search_vault',
  title: 'Search the vault',
  description:
    'Find notes by words, "phrases", begin* and -without, over titles, aliases, headings, tags and text; best first, with the lines around the match.',
  input: z.object({
    query: z.string().optional().describe('May be left out with a filter.'),
    limit: z.number().int().min(1).max(20).optional().describe(`Default ${DEFAULT_LIMIT}.`),
    folder: z.string().optional(),
    tag: z.string().min(1).optional().describe('Those below it too.'),
    property: z.string().min(1).optional().describe('status, or status=done.'),
  }),
  access: 'read',
  async run(
    { query = '', limit = DEFAULT_LIMIT, folder, ...filters },
    { vault, signal }: Context,
  ): Promise<Reply> {
    await vault.ready(signal);
    const inside = folder === undefined ? undefined : folderAt(vault.index, folder);
    const text = await vault.text.open();
    const found = await text.search(query, { limit, filters: { folder: inside, ...filters } });
    throwIfCancelled(signal);
    return show(found);
  },
});

function show({ hits, total, ignored, waiting, unread }: SearchAnswer): Reply {
  const page = new Page();
  let shown = 0;
  for (const hit of hits) {
    if (!page.add(hitText(hit))) break;
    shown++;
  }
  return withTrailer(page.text, [
    shown < total ? `the best ${shown} of ${counted(total, 'note')}` : counted(total, 'note'),
    ignored.length === 0 ? undefined : `not looked for: ${clip(oneLine(ignored.join(' ')), 100)}`,
    fillingFact(waiting),
    unread === 0 ? undefined : `${counted(unread, 'note')} without text`,
  ]);
}

/** The place, then the lines around it, indented: `Work/Plan.md:12`, `  12| …`. */
function hitText({ path, line, from, text }: SearchAnswer['hits'][number]): string {
  return [`${oneLine(path)}:${line}`, ...text.map((one, at) => `  ${from + at}| ${one}`)].join('\n');
}
