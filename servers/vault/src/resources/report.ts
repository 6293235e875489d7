import { defineResource } from '@ashlar/kit';
import { clip, oneLine } from '@ashlar/kit/files';
import type { Survey } from '../graph/survey.ts';
import { surveyNow } from '../graph/survey-now.ts';
import type { VaultFile } from '../index/vault-file.ts';
import type { Settings, Vault } from '../vault.ts';
import { vaultUri } from './vault-uri.ts';
import { watchReport } from './watch-report.ts';

/** Entries of each list, files of one name, and UTF-16 units of a path; the totals are always true. */
const MOST_LISTED = 100;
const MOST_OF_ONE_NAME = 10;
const MOST_PATH = 300;

export const report = defineResource<{ vault: Vault }, Settings>({
  name: 'report',
  title: 'Report of the vault',
  description:
    'The state of all links: counts, links to nothing, orphans, dead ends, names that several files have.',
  uri: ({ root }) => `${vaultUri(root)}/report`,
  mimeType: 'application/json',
  async read(uri, _variables, { vault, signal }) {
    await vault.ready(signal);
    const found = shown(await surveyNow(vault.index, signal));
    const text = JSON.stringify({ notesNotReadYet: vault.waiting, ...found });
    return { contents: [{ uri, mimeType: 'application/json', text }] };
  },
  watch: (_uri, changed, { vault }) => watchReport(vault, changed),
});

function shown(survey: Survey) {
  const { files, notes, links, resolved, ambiguous, anchorsMissing } = survey;
  return {
    counts: { files, notes, links, resolved, ambiguous, anchorsMissing },
    missing: listed(survey.missing, ({ path, ...count }) => ({ path: legible(path), ...count })),
    orphans: paths(survey.orphans),
    deadEnds: paths(survey.deadEnds),
    sameName: listed(survey.duplicates, (files) => paths(files, MOST_OF_ONE_NAME)),
    unlinkable: paths(survey.unlinkable),
  };
}

function paths(files: readonly VaultFile[], most = MOST_LISTED) {
  const sorted = files.map(({ path }) => path).sort();
  return listed(sorted, legible, most);
}

function listed<T, Shown>(all: readonly T[], show: (one: T) => Shown, most = MOST_LISTED) {
  return { total: all.length, first: all.slice(0, most).map(show) };
}

function legible(path: string): string {
  return clip(oneLine(path), MOST_PATH);
}
