import { encode } from 'gpt-tokenizer/encoding/o200k_base';

/** Tokens of a text, as `o200k_base` counts them. */
export function tokensIn(text: string): number {
  return encode(text).length;
}
