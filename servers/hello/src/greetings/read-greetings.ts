import { readFileSync } from 'node:fs';
import { ToolError } from '@ashlar/kit/errors';
import * as z from 'zod';
import type { Words } from './greetings.ts';

const BUILT_IN: Words = { English: 'Hello, {name}!' };

const format = z
  .record(z.string().min(1).max(50), z.string().max(500).includes('{name}'))
  .refine((words) => Object.keys(words).length > 0, 'is empty');

/**
 * The greetings of a file; without one, those that are built in. Throws `ToolError` (`invalid_input`), which ends the
 * start with one sentence, before any client waits for an answer.
 */
export function readGreetings(file: string | undefined): Words {
  if (file === undefined) return BUILT_IN;
  const parsed = format.safeParse(contentOf(file));
  if (parsed.success) return parsed.data;
  const { path = [], message = '' } = parsed.error.issues[0] ?? {};
  throw fault(`<file>: ${[...path, message].join(': ')}.`);
}

function contentOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw fault(error instanceof SyntaxError ? '<file>: is not JSON.' : '<file>: cannot be read.');
  }
}

function fault(what: string): ToolError {
  return new ToolError('invalid_input', what, {
    hint: 'A file of greetings is like {"English": "Hello, {name}!"}.',
  });
}
