import { defaultText } from '../../shared/kit/src/options/help.ts';
import type { Loaded } from './load.ts';

/** Fills the parts of a README between `<!-- generated:name -->` and `<!-- /generated -->`. */
export function readme(text: string, loaded: Loaded): string {
  const parts: Readonly<Record<string, (loaded: Loaded) => string>> = { tools, options };
  return text.replaceAll(
    /(<!-- generated:(\w+) -->\n)[\s\S]*?(<!-- \/generated -->)/g,
    (_, open, name, close) => {
      const part = parts[name];
      if (part === undefined) throw new Error(`README: there is no generated part '${name}'`);
      return `${open}\n${part(loaded)}\n\n${close}`;
    },
  );
}

function tools({ server }: Loaded): string {
  const rows = server.tools.map(({ name, description, input, access }) => [
    `\`${name}\``,
    access,
    description,
    Object.keys(input.shape)
      .map((key) => `\`${key}\``)
      .join(' '),
  ]);
  return table(['tool', 'access', 'what it does', 'input'], rows);
}

function options({ options: all }: Loaded): string {
  const rows = all.map((option) => [
    `\`${option.positional ? option.placeholder : option.flag}\``,
    `\`${option.env}\``,
    option.description,
    defaultText(option) === '' ? '' : `\`${defaultText(option)}\``,
  ]);
  return table(['option', 'environment', 'what it does', 'default'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
