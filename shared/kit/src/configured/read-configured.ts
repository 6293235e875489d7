import { readFileSync } from 'node:fs';
import { ToolError } from '../errors.ts';

/** Bytes of a file at most. */
const LARGEST = 1_000_000;

/**
 * The text of a file that an option names. Throws `ToolError` (`invalid_input`) with one sentence that names the option,
 * and never the path of the file.
 */
export function readConfigured(option: string, path: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    throw new ToolError('invalid_input', `${option}: the file cannot be read.`);
  }
  if (bytes.length > LARGEST)
    throw new ToolError('invalid_input', `${option}: the file is larger than 1 MB.`);
  return bytes.toString('utf8');
}
