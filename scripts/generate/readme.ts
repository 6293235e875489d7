import { defaultText } from '../../shared/kit/src/options/help.ts';
import { OPTION_GROUPS, type Option } from '../../shared/kit/src/options/option.ts';
import type { Loaded } from './load.ts';

const PART = /(<!-- generated:(\w+) -->\n)[\s\S]*?(<!-- \/generated -->)/g;

/**
 * Fills the parts of a README between `<!-- generated:name -->` and `<!-- /generated -->`. Throws where a part
 * is missing, not closed or unknown.
 */
export function readme(text: string, loaded: Loaded): string {
  const parts: Readonly<Record<string, string>> = {
    tools: tools(loaded),
    ...(loaded.server.prompts !== undefined && { prompts: prompts(loaded) }),
    options: options(loaded),
  };
  const found = new Set<string>();
  const filled = text.replaceAll(PART, (_, open: string, name: string, close: string) => {
    if (parts[name] === undefined) throw new Error(`README: there is no generated part '${name}'.`);
    found.add(name);
    return `${open}\n${parts[name]}\n\n${close}`;
  });
  const lost = Object.keys(parts).find((name) => !found.has(name));
  if (text !== '' && lost !== undefined)
    throw new Error(`README: the part '${lost}' is missing or not closed.`);
  return filled;
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

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
