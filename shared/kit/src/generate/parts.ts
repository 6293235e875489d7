const PART = /(<!-- generated:([\w-]+) -->\n)[\s\S]*?(<!-- \/generated -->)/g;

/**
 * Fills the parts of a page between `<!-- generated:name -->` and `<!-- /generated -->`. Throws where a part
 * is missing, not closed or unknown; `page` is its name in that error.
 */
export function withParts(page: string, text: string, parts: Readonly<Record<string, string>>): string {
  const found = new Set<string>();
  const whole = text.replaceAll(PART, (_, open: string, name: string, close: string) => {
    if (parts[name] === undefined) throw new Error(`${page}: there is no generated part '${name}'.`);
    found.add(name);
    return `${open}\n${parts[name]}\n\n${close}`;
  });
  const lost = Object.keys(parts).find((name) => !found.has(name));
  if (text !== '' && lost !== undefined)
    throw new Error(`${page}: the part '${lost}' is missing or not closed.`);
  return whole;
}

/** A table of Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
