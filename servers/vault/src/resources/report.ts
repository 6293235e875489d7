import { defineResource, trailerOf } from '@ashlar/kit';
import { reportOf } from '../show/report.ts';
import type { Settings, Vault } from '../vault.ts';
import { vaultUri } from './vault-uri.ts';
import { watchReport } from './watch-report.ts';

const mimeType = 'text/plain';

export const report = defineResource<{ vault: Vault }, Settings>({
  name: 'report',
  title: 'Report on the vault',
  description:
    'What vault_report says: counts of notes and links, and the head of each list of what is wrong.',
  uri: ({ root }) => `${vaultUri(root)}/report`,
  mimeType,
  async read(uri, _variables, { vault, ...asking }) {
    const { text, facts } = await reportOf(vault, asking);
    return { contents: [{ uri, mimeType, text: `${text}\n${trailerOf(facts)}` }] };
  },
  watch: (_uri, changed, { vault }) => watchReport(vault, changed),
});
