import { ToolError } from '@ashlar/kit/errors';
import { RE2JS, RE2JSException } from 're2js';
import type { LineMatcher } from './line-matcher.ts';

/** No character: stands for what lies behind a window, lest `$` takes the end of the window for that of the line. */
const BEYOND = '\u{10ffff}';
/** May hold in a line on its own where it does not in many lines together, even with the flag `m`. */
const ALONE_ONLY = /\\[AzZ]|\(\?[a-zA-Z]*-/;

/** An RE2 regular expression: linear time on any line. Throws `ToolError` (invalid_input) for what RE2 lacks. */
export function regexMatcher(pattern: string, ignoreCase: boolean): LineMatcher {
  const flags = ignoreCase ? RE2JS.CASE_INSENSITIVE : 0;
  const single = compile(pattern, flags);
  const many = ALONE_ONLY.test(pattern) ? undefined : compile(pattern, flags | RE2JS.MULTILINE);
  return {
    mayMatch: (text) => many?.test(text.replaceAll('\r\n', '\n')) ?? true,
    find(line, start, open) {
      const subject = open ? line + BEYOND : line;
      // Whether there is a match is known much faster than where.
      if (!single.test(subject)) return -1;
      const matcher = single.matcher(subject);
      return matcher.find(start) ? matcher.start() : -1;
    },
  };
}

function compile(pattern: string, flags: number): RE2JS {
  try {
    return RE2JS.compile(pattern, flags);
  } catch (cause) {
    if (cause instanceof RE2JSException) throw refusal(pattern, cause);
    throw cause;
  }
}

/** What people know from other engines and RE2 gave up for its promise of linear time. */
const LACKING: readonly [found: RegExp, name: string][] = [
  [/\(\?<?[=!]/, 'lookaround'],
  [/\\[1-9]|\\k[<{']|\(\?P=/, 'a backreference'],
  [/\(\?>|[*+?}]\+/, 'an atomic group or a possessive quantifier'],
];

function refusal(pattern: string, cause: RE2JSException): ToolError {
  const lacking = LACKING.find(([found]) => found.test(pattern))?.[1];
  if (lacking !== undefined) {
    const hint = 'Search with a simpler expression, and judge the lines it finds.';
    const message = `The regular expression uses ${lacking}, which RE2 (linear time on any input) does not have.`;
    return new ToolError('invalid_input', message, { hint, cause });
  }
  const fault = cause.message.replace(/^error parsing regexp: /, '').slice(0, 200);
  const hint = 'Correct it (syntax of RE2), or leave out `regex` to search for the text as it is.';
  return new ToolError('invalid_input', `The regular expression is not valid: ${fault}.`, { hint, cause });
}
