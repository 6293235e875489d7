import type { AnyServer } from '../define.ts';
import type { Option } from './option.ts';

/** The text of `--help`. */
export function helpText(server: AnyServer, options: readonly Option[]): string {
  const positional = options.find((option) => option.positional);
  const rows = options
    .filter((option) => option !== positional)
    .map((option) => [usageOf(option), describe(option)] as const)
    .concat([
      ['--help', 'Show this text.'],
      ['--version', 'Show the version.'],
    ]);
  const width = Math.max(...rows.map(([usage]) => usage.length));
  const word = positional?.placeholder ?? positional?.flag;
  return [
    `ashlar-${server.name} ${server.version}: ${server.description}`,
    '',
    `Usage: ashlar-${server.name}${word === undefined ? '' : ` ${word} …`} [options]`,
    ...(positional === undefined ? [] : ['', `  ${word}  ${positional.description} [${positional.env}]`]),
    '',
    'Options:',
    ...rows.map(([option, text]) => `  ${option.padEnd(width)}  ${text}`),
    '',
    'Each option can also be set by the environment variable in brackets; a flag wins.',
    '',
  ].join('\n');
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
