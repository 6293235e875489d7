import { escaped } from './characters.ts';
import { type Finding, finding } from './finding.ts';

/**
 * What a shell would take for more than a part of a word: of sh, of PowerShell and of cmd.exe, which Windows puts
 * in between where a program is a `.cmd` file such as npx. Blanks, quotes of one kind, brackets and globs are not
 * among them: they start nothing.
 */
const MEANT_FOR_A_SHELL = /[;&|<>`$"^]|%(?![0-9a-f]{2}%)[a-z_][0-9a-z_()]*%/i;

export function checkShellCharacters(where: string, word: string): Finding[] {
  const found = MEANT_FOR_A_SHELL.exec(word)?.[0];
  if (found === undefined) return [];
  return [
    finding(
      'shell-character',
      `${where} has ${escaped(found)}, which means something to a shell: ${escaped(word)}.`,
      'Put the value into a variable of the environment, or into a file that the server reads.',
    ),
  ];
}
