import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Licence {
  /** Name and version of a package. */
  owner: string;
  copyright: string[];
  /** The text without its copyright lines. */
  terms: string;
}

/**
 * The licences of installed packages as one text. Most packages share a few texts word for word, so each text
 * stands once, under the packages and the copyright lines it belongs to. Throws where a package brings none.
 */
export function licencesOf(packageFolders: Iterable<string>): string {
  const byTerms = new Map<string, Licence[]>();
  for (const folder of packageFolders) {
    const licence = licenceOf(folder);
    const key = licence.terms.replaceAll(/\s+/g, ' ').toLowerCase();
    byTerms.set(key, [...(byTerms.get(key) ?? []), licence]);
  }
  return [...byTerms.values()]
    .map((licences) => licences.sort((a, b) => (a.owner < b.owner ? -1 : 1)))
    .sort(([a], [b]) => ((a?.owner ?? '') < (b?.owner ?? '') ? -1 : 1))
    .map(section)
    .join(`\n${'='.repeat(80)}\n\n`);
}

function section(licences: readonly Licence[]): string {
  const heads = licences.map(({ owner, copyright }) =>
    [owner, ...copyright.map((line) => `  ${line}`)].join('\n'),
  );
  return `${heads.join('\n')}\n\n${licences[0]?.terms}\n`;
}

function licenceOf(folder: string): Licence {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  if (file === undefined && typeof license !== 'string') throw new Error(`${name} brings no licence`);
  const text =
    file === undefined
      ? `(The package names its licence only: ${license}.)`
      : readFileSync(join(folder, file), 'utf8');
  const lines = text.trim().split(/\r?\n/);
  const isCopyright = (line: string) => /^\s*(copyright\b|\(c\) )/i.test(line);
  return {
    owner: `${name} ${version} (${license})`,
    copyright: lines.filter(isCopyright).map((line) => line.trim()),
    terms: lines
      .filter((line) => !isCopyright(line))
      .join('\n')
      .trim(),
  };
}
