import { escaped, type Finding, isLocal } from '@ashlar/entry-checks';
import type { Plan } from './plan.ts';

/** What will run or be asked, whole, and the file with the text that it gets: what a person says yes to. */
export function shownPlan(plan: Plan): string {
  const { entry, host, name } = plan;
  const what = isLocal(entry)
    ? `This starts a program with all your rights:\n  ${[entry.command, ...entry.args].map(word).join(' ')}`
    : `This sends what a model asks for to:\n  ${escaped(entry.url)}`;
  const where = `${host.file.bytes === undefined ? 'New file' : 'Added to'} ${host.file.path} (${host.host.title}, ${host.scope}):`;
  const text = snippet(plan)
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
  return `${name}\n${what}\n${where}\n${text}\n${plan.findings.map(shownFinding).join('')}`;
}

/** The entry as it would stand in a file of its own. */
export function snippet({ host, name, fields }: Plan): string {
  const { format, at } = host;
  return format.add('', at, name, at.listKey === undefined ? fields : { [at.listKey]: name, ...fields }).text;
}

export function shownFinding({ severity, code, message, fix }: Finding): string {
  return `  ${severity} (${code}): ${message} ${fix}\n`;
}

/** One word of a command, in quotes where it would not be seen as one. */
export function word(text: string): string {
  return /^[\w@%+=:,./~-]+$/.test(text) ? text : JSON.stringify(escaped(text));
}
