import { commonOptions } from '../common-options.ts';
import { defaultText } from '../options/help.ts';
import { OPTION_GROUPS, type Option, optionsOf } from '../options/option.ts';
import { table } from './parts.ts';

/** A table of options, in their order. */
export function optionTable(options: readonly Option[]): string {
  const rows = options.map((option) => [
    `\`${option.positional ? option.placeholder : option.flag}\``,
    `\`${option.env}\``,
    option.description,
    defaultText(option) === '' ? '' : `\`${defaultText(option)}\``,
  ]);
  return table(['option', 'environment', 'what it does', 'default'], rows);
}

/** The options that every server has, under the headings that `--help` has. */
export function commonOptionTables(environment: string): string {
  const options = optionsOf(commonOptions, environment);
  return OPTION_GROUPS.map(
    (group) => `## ${group}\n\n${optionTable(options.filter((option) => option.group === group))}`,
  ).join('\n\n');
}
