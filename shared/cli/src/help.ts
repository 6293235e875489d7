import { COMMANDS, type Command } from './commands.ts';
import { HOSTS } from './hosts/hosts.ts';

const MOST = 110;

/** What there is, a line each. */
export function help(): string {
  const width = Math.max(...Object.keys(COMMANDS).map(({ length }) => length));
  const lines = Object.entries(COMMANDS).map(([name, { what }]) => `  ${name.padEnd(width)}  ${what}`);
  return `ashlar: the command line of the Ashlar MCP servers

Usage: ashlar <command> …

${lines.join('\n')}

\`ashlar <command> --help\` says how to type it; \`ashlar --version\` shows the version.
`;
}

/** How one command is typed, with what somebody has to know. */
export function helpOf(name: string, { what, forms, more = [], examples }: Command): string {
  const block = (lines: readonly string[]) => lines.map((line) => `  ${line}`).join('\n');
  const hosts = `A <host> is one of ${Object.keys(HOSTS).join(', ')}.`;
  const known = [...more, ...(forms.some((form) => form.includes('--host')) ? [hosts] : [])];
  return `ashlar ${name}: ${what}

Usage:
${block(forms.map((form) => `ashlar ${name} ${form}`))}
${known.map((paragraph) => `\n${wrapped(paragraph)}\n`).join('')}
Such as:
${block(examples.map((example) => `ashlar ${example}`))}
`;
}

function wrapped(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = [lines.at(-1), word].filter(Boolean).join(' ');
    if (line.length > MOST) lines.push(word);
    else lines[lines.length - 1] = line;
  }
  return lines.join('\n');
}
