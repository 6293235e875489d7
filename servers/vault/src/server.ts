import { defineServer } from '@ashlar/kit';
import manifest from '../package.json' with { type: 'json' };
import { instructions } from './instructions.ts';
import { options } from './options.ts';
import { fixBrokenLinks } from './prompts/fix-broken-links.ts';
import { linkThisDraft } from './prompts/link-this-draft.ts';
import { note } from './resources/note.ts';
import { report } from './resources/report.ts';
import { checkLinks } from './tools/check-links.ts';
import { noteLinks } from './tools/note-links.ts';
import { readNoteTool } from './tools/read-note.ts';
import { renameNote } from './tools/rename-note.ts';
import { resolveLinkTool } from './tools/resolve-link.ts';
import { searchVault } from './tools/search-vault.ts';
import { vaultReport } from './tools/vault-report.ts';
import { writeNote } from './tools/write-note.ts';
import { openVault, prepareVault } from './vault.ts';

export const server = defineServer({
  name: 'vault',
  title: 'Vault',
  manifest,
  description: "reads a vault of Obsidian's kind: links that really exist, and where a text stands.",
  options,
  prepare: prepareVault,
  readOnly: ({ root }) => !root.writable,
  instructions,
  open: openVault,
  tools: [
    resolveLinkTool,
    checkLinks,
    noteLinks,
    vaultReport,
    searchVault,
    readNoteTool,
    writeNote,
    renameNote,
  ],
  resources: [report, note],
  prompts: [fixBrokenLinks, linkThisDraft],
});
