import { ANSWER_BYTES, defineTool } from '@ashlar/kit';
import { oneLine } from '@ashlar/kit/files';
import * as z from 'zod';
import type { Context } from '../context.ts';
import { fromOf, spellingsOf } from '../find-note.ts';
import { readLink } from '../note/read-link.ts';
import { resolveNow, safeLink, shownLink, suggestionsFor } from '../show/verdict.ts';
import type { Vault } from '../vault.ts';

const MOST_CANDIDATES = 5;

const answer = z.object({
  link: z.string(),
  status: z.enum(['resolved', 'ambiguous', 'missing', 'anchor_missing', 'invalid']),
  path: z.string().optional(),
  /** What decided. */
  rule: z.string().optional(),
  anchor: z.object({ kind: z.string(), line: z.number().optional() }).optional(),
  candidates: z.array(z.string()).optional(),
  candidateCount: z.number().optional(),
  /** The shortest text that leads there and nowhere else. */
  write: z.string().optional(),
  /** Why a text is no link to a file of the vault. */
  flaw: z.string().optional(),
  suggestions: z.array(z.object({ write: z.string(), why: z.string(), path: z.string() })).optional(),
});
type Answer = z.infer<typeof answer>;

export const resolveLinkTool = defineTool({
  name: 'resolve_link',
  title: 'Resolve links',
  description:
    'Check where links lead, as Obsidian resolves them. Broken ones come with suggestions: write those exactly.',
  input: z.object({
    links: z
      .array(z.string())
      .min(1)
      .max(100)
      .describe('[[wikilinks]], [markdown](links.md) or bare targets.'),
    from: z.string().min(1).optional().describe('Path of the note they stand in; it need not exist yet.'),
  }),
  output: z.object({
    results: z.array(answer),
    /** Links at the end that did not fit into this answer: to be asked again. */
    notAnswered: z.number().optional(),
    /** Notes not read yet: aliases in them are not known. */
    indexFilling: z.number().optional(),
  }),
  access: 'read',
  async run({ links, from }, { vault, signal }: Context) {
    await vault.ready(signal, from === undefined ? [] : spellingsOf(from));
    const place = from === undefined ? undefined : fromOf(vault.index, from);
    const results: Answer[] = [];
    let bytes = 0;
    for (const written of links) {
      const one = await answerFor(vault, written, place);
      bytes += Buffer.byteLength(JSON.stringify(one)) + 1;
      if (bytes > ANSWER_BYTES && results.length > 0) break;
      results.push(one);
    }
    const left = links.length - results.length;
    return {
      results,
      ...(left > 0 && { notAnswered: left }),
      ...(vault.waiting > 0 && { indexFilling: vault.waiting }),
    };
  },
});

async function answerFor(vault: Vault, written: string, from: string | undefined): Promise<Answer> {
  const read = readLink(written);
  if ('flaw' in read) return { link: shownLink(written), status: 'invalid', flaw: read.flaw };
  const { status, file, rule, anchor, candidates } = await resolveNow(vault, read.link, from);
  const asked = { ...read, from };
  const shown: Answer = { link: shownLink(written), status };
  if (status === 'invalid') return { ...shown, flaw: 'needs_from' };
  if (file === undefined || status === 'anchor_missing') {
    const found = { status, file, rule, anchor, candidates };
    shown.suggestions = suggestionsFor(vault, asked, found).map(({ text, ...one }) => ({
      write: text,
      ...one,
    }));
  }
  if (file === undefined) return shown;
  if (candidates.length > 1) {
    shown.candidates = candidates.slice(0, MOST_CANDIDATES).map(({ path }) => oneLine(path));
    shown.candidateCount = candidates.length;
  }
  const write = status === 'anchor_missing' ? undefined : safeLink(vault, asked, file);
  return { ...shown, path: oneLine(file.path), rule, ...(anchor && { anchor }), ...(write && { write }) };
}
