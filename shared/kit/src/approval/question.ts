import type { InputRequiredResult } from '@modelcontextprotocol/server';
import { inputRequired } from '@modelcontextprotocol/server';
import type { Preview } from '../define.ts';
import { visible } from '../visible.ts';

/** The key of our one question among the answers. */
export const QUESTION = 'approval';
/** Characters of one argument, and arguments, that a person is shown. */
const MAX_VALUE = 300;
const MAX_ARGUMENTS = 20;
const MAX_SUMMARY = 4_000;

/**
 * The question put to a person. It says what will happen in the server's words; what a model wrote stands in
 * quotes, on one line, with everything invisible made visible, so that it cannot pass for the question.
 */
export function questionOf(
  { server, title }: { server: string; title: string },
  input: unknown,
  preview: Preview | undefined,
  requestState: string,
): InputRequiredResult {
  const what = preview === undefined ? argumentLines(input) : [clip(readable(preview.summary), MAX_SUMMARY)];
  const message = [`${server}: ${title}?`, ...what].join('\n');
  const requestedSchema = { type: 'object' as const, properties: {} };
  return inputRequired({
    inputRequests: { [QUESTION]: inputRequired.elicit({ message, requestedSchema }) },
    requestState,
  });
}

function argumentLines(input: unknown): string[] {
  const all = Object.entries((input ?? {}) as Record<string, unknown>);
  const lines = all.slice(0, MAX_ARGUMENTS).map(([name, value]) => `${name}: ${valueText(value)}`);
  return all.length > MAX_ARGUMENTS ? [...lines, `and ${all.length - MAX_ARGUMENTS} more`] : lines;
}

function valueText(value: unknown): string {
  return clip(visible(JSON.stringify(value) ?? 'none'), MAX_VALUE);
}

/** A summary has lines of its own; nothing else of it may be unseen, or turn the text around. */
function readable(summary: string): string {
  return summary
    .split('\n')
    .map((line) => visible(line.replaceAll('\t', '  ')))
    .join('\n');
}

function clip(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}… (${text.length} characters in all)`;
}
