import { defaultText } from '../../shared/kit/src/options/help.ts';
import { OPTION_GROUPS, type Option } from '../../shared/kit/src/options/option.ts';
import type { Loaded } from './load.ts';
import { withParts } from './parts.ts';
import { table } from './table.ts';

/** Fills the tables of a server's README. Throws where a part of it is missing, not closed or unknown. */
export function readme(text: string, loaded: Loaded): string {
  return withParts('README', text, {
    tools: tools(loaded),
    ...(loaded.server.prompts !== undefined && { prompts: prompts(loaded) }),
    options: options(loaded),
  });
}

function tools({ server }: Loaded): string {
  const rows = server.tools.map(({ name, description, input, access }) => [
    `\`${name}\``,
    access,
    description,
    keysOf(input),
  ]);
  return table(['tool', 'access', 'what it does', 'input'], rows);
}

function prompts({ server }: Loaded): string {
  const rows = server.prompts?.map(({ name, description, input }) => [
    `\`${name}\``,
    description,
    keysOf(input),
  ]);
  return table(['prompt', 'what it does', 'arguments'], rows ?? []);
}

function keysOf({ shape }: { shape: object }): string {
  return Object.keys(shape)
    .map((key) => `\`${key}\``)
    .join(' ');
}

function options({ options: all }: Loaded): string {
  // A server's own options first, then those of every server under the headings that --help has.
  const place = ({ group }: Option) => (group === undefined ? -1 : OPTION_GROUPS.indexOf(group));
  const sorted = [...all].sort((a, b) => place(a) - place(b));
  const rows = sorted.map((option) => [
    `\`${option.positional ? option.placeholder : option.flag}\``,
    `\`${option.env}\``,
    option.description,
    defaultText(option) === '' ? '' : `\`${defaultText(option)}\``,
  ]);
  return table(['option', 'environment', 'what it does', 'default'], rows);
}
