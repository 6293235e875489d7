import { decode, type Encoding } from './decode.ts';

/** The bytes of a text, with a byte order mark or without. */
export function encode(text: string, encoding: 'utf-8' | 'utf-8-bom'): Buffer {
  return Buffer.from(encoding === 'utf-8-bom' ? `\ufeff${text}` : text, 'utf8');
}

/** Whether a text of this encoding can be edited so that all that is not edited keeps its bytes. */
export function isEditable(encoding: Encoding): encoding is 'utf-8' | 'utf-8-bom' {
  return encoding === 'utf-8' || encoding === 'utf-8-bom';
}

/** A text that can be edited; undefined for bytes that are none, or not in UTF-8. */
export function editable(bytes: Buffer): { text: string; encoding: 'utf-8' | 'utf-8-bom' } | undefined {
  const decoded = decode(bytes);
  return decoded && isEditable(decoded.encoding)
    ? { text: decoded.text, encoding: decoded.encoding }
    : undefined;
}
