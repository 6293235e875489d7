import { ToolError } from '@ashlar/kit/errors';
import { clip, quoted } from '@ashlar/kit/files';
import { filled } from './template.ts';

/** How a tracker's own language of questions puts a text between quotes. */
export interface Quoting {
  /** The quote at both ends. */
  with: string;
  /** What stands before a quote, or before itself, inside. */
  escape: string;
  /** Texts that the tracker takes for something else although they stand between quotes. */
  never?: string | undefined;
}

/**
 * A condition in the tracker's language, in which each value stands between quotes that nothing ends from inside. Throws
 * `ToolError` (`invalid_input`) for a text that would be taken for something else.
 */
export function condition(
  template: string,
  values: Readonly<Record<string, string>>,
  quoting: Quoting,
): string {
  return filled(template, values, (value) => between(value, quoting));
}

function between(value: string, { with: quote, escape: mark, never }: Quoting): string {
  // Control characters, line ends among them, are no part of a word, and some languages escape none.
  const text = value.replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ');
  if (never !== undefined && new RegExp(never, 'iu').test(text)) throw notAText(value);
  const inside = [...text].map((one) => (one === quote || one === mark ? mark + one : one)).join('');
  return `${quote}${inside}${quote}`;
}

function notAText(value: string): ToolError {
  return new ToolError(
    'invalid_input',
    `query: the tracker takes ${quoted(clip(value, 60))} for the name of a field.`,
    {
      hint: 'Leave out the point, or look for another word.',
    },
  );
}
