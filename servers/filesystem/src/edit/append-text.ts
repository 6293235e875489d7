import { ToolError } from '@ashlar/kit/errors';
import { decode, detect, encode } from '../text/encoding.ts';
import { commonEnding } from './line-endings.ts';

/**
 * A text file with more text at its end, in the file's own encoding and line endings.
 *
 * @throws ToolError `invalid_input` where the file is not text, or its encoding lacks a character
 */
export function appendText(bytes: Buffer, text: string): Buffer {
  const format = detect(bytes);
  if (!format) {
    throw new ToolError('invalid_input', 'The file is not text.', { hint: 'Append bytes as Base64.' });
  }
  const ending = text.includes('\n') ? commonEnding(decode(bytes, format)) : '\n';
  const more = ending === '\n' ? text : text.replace(/\r\n|\n/g, ending);
  return Buffer.concat([bytes, encode(more, { ...format, bom: false })]);
}
