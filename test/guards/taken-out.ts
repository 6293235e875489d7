import type { Guard } from './guard.ts';

/** The text of its file without a guard. Throws where its code does not stand there exactly once. */
export function takenOut(
  { name, file, code, instead }: Pick<Guard, 'name' | 'file' | 'code' | 'instead'>,
  text: string,
): string {
  const pieces = text.split(code);
  if (pieces.length !== 2)
    throw new Error(`${name}: ${file} has its code ${pieces.length - 1} times: say where it stands now.`);
  return pieces.join(instead);
}
