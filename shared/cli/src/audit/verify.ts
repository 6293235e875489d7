import { type Finding, Verifier } from '@ashlar/kit/audit';
import { CommandError } from '../command-error.ts';
import { readArguments } from '../read-arguments.ts';
import { eachLine } from './each-line.ts';
import { inOrder } from './files.ts';

/** Faults shown at the most; a file that is broken all through is told so in the sum. */
const MAX_SHOWN = 50;

/** `ashlar audit verify`: follows the chain through all lines. Exit code 1 where something is wrong. */
export async function verify(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, { head: { type: 'string', multiple: true } });
  const heads = values.head ?? [];
  const wrong = heads.find((head) => !/^[0-9a-f]{64}$/.test(head));
  if (wrong !== undefined)
    throw new CommandError('--head: must be a hash of 64 hex digits, from the log of the server.');
  const files = inOrder(positionals);
  const verifier = new Verifier(heads);
  for (const file of files) {
    verifier.file(file);
    await eachLine(file, (bytes, ended) => void verifier.line(bytes, ended));
  }
  report(verifier.end(), files);
}

function report(
  { lines, first, last, findings }: ReturnType<Verifier['end']>,
  files: readonly string[],
): void {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const notes = findings.filter(({ severity }) => severity === 'note');
  for (const finding of [...notes, ...errors.slice(0, MAX_SHOWN)]) process.stdout.write(sentence(finding));
  const amount = `${lines} ${lines === 1 ? 'line' : 'lines'} in ${files.length} ${files.length === 1 ? 'file' : 'files'}`;
  if (errors.length > 0) {
    process.stdout.write(
      `BROKEN: ${errors.length} ${errors.length === 1 ? 'fault' : 'faults'} in ${amount}.\n`,
    );
    process.exitCode = 1;
    return;
  }
  process.stdout.write(`ok: ${amount}, unbroken from ${first?.time} to ${last?.time}.\n`);
  process.stdout.write(`head: ${last?.hash} (line ${last?.seq} of chain ${last?.chain})\n`);
}

function sentence({ severity, file, line, message }: Finding): string {
  return `${file}:${line}: ${severity === 'note' ? 'note: ' : ''}${message}\n`;
}
