import type { AnyServer } from '../define.ts';
import { commandOf } from '../manifest.ts';
import { OPTION_GROUPS, type Option, type OptionGroup } from './option.ts';

/** The text of `--help`. */
export function helpText(server: AnyServer, options: readonly Option[]): string {
  const positional = options.find((option) => option.positional);
  const flags = options.filter((option) => option !== positional);
  const width = Math.max(...flags.map((option) => usageOf(option).length));
  const rows = (group: OptionGroup | undefined) =>
    flags
      .filter((option) => option.group === group)
      .map((option) => row(usageOf(option), describe(option), width));
  const command = commandOf(server);
  const word = positional?.placeholder ?? positional?.flag;
  return [
    `${command} ${server.manifest.version}: ${server.description}`,
    '',
    `Usage: ${command}${positional === undefined ? '' : ` ${placesOf(positional)}`} [options]`,
    ...(positional === undefined ? [] : ['', `  ${word}  ${positional.description} [${positional.env}]`]),
    '',
    'Options:',
    ...rows(undefined),
    row('--help', 'Show this text.', width),
    row('--version', 'Show the version.', width),
    ...OPTION_GROUPS.flatMap((group) => section(group, rows(group))),
    '',
    'Each option can also be set by the environment variable in brackets; a flag wins.',
    '',
  ].join('\n');
}

function placesOf({ kind, required, placeholder, flag }: Option): string {
  const word = `${placeholder ?? flag}${kind === 'list' ? ' …' : ''}`;
  return required ? word : `[${word}]`;
}

function row(usage: string, text: string, width: number): string {
  return `  ${usage.padEnd(width)}  ${text}`;
}

function section(title: string, rows: readonly string[]): string[] {
  return rows.length === 0 ? [] : ['', `${title}:`, ...rows];
}

function usageOf(option: Option): string {
  return option.kind === 'switch' ? option.flag : `${option.flag} ${option.placeholder ?? '<value>'}`;
}

function describe(option: Option): string {
  const choices = option.choices.length > 0 ? ` One of ${option.choices.join(', ')}.` : '';
  const fallback = defaultText(option);
  return `${option.description}${choices}${fallback === '' ? '' : ` Default: ${fallback}.`} [${option.env}]`;
}

/** The default as a person would type it; '' where there is none worth saying, or none that may be said. */
export function defaultText(option: Option): string {
  if (option.default === undefined || option.default === false || option.secret) return '';
  return Array.isArray(option.default) ? option.default.join(',') : String(option.default);
}
