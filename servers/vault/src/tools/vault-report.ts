import { defineTool, type Reply, withTrailer } from '@ashlar/kit';
import * as z from 'zod';
import type { Context } from '../context.ts';
import { reportListOf, reportOf } from '../show/report.ts';
import { LISTS } from '../show/report-lists.ts';

export const vaultReport = defineTool({
  name: 'vault_report',
  title: 'Report on the vault',
  description: 'Count notes and links, and list what is wrong with them: a head of each list, or all of one.',
  input: z.object({ list: z.enum(LISTS).optional(), cursor: z.string().optional() }),
  access: 'read',
  async run({ list, cursor }, { vault, ...asking }: Context): Promise<Reply> {
    const { text, facts } =
      list === undefined ? await reportOf(vault, asking) : await reportListOf(vault, list, cursor, asking);
    return withTrailer(text, facts);
  },
});
