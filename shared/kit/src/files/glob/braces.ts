import { ToolError } from '../../errors.ts';

/** More alternatives than this are refused: each multiplies the work of every match. */
const MAX_ALTERNATIVES = 64;

interface Group {
  start: number;
  end: number;
  choices: string[];
}

/**
 * Expands `{a,b}` groups, nested ones too, into plain alternatives. Braces without a comma, without a
 * partner or behind a backslash stand for themselves. Throws `ToolError` (`invalid_input`) as soon as
 * there are more than 64 alternatives, before they are built.
 */
export function expandBraces(pattern: string): string[] {
  const group = firstGroup(pattern);
  if (group === undefined) return [pattern];
  const before = pattern.slice(0, group.start);
  const afters = expandBraces(pattern.slice(group.end + 1));
  const expanded: string[] = [];
  for (const choice of group.choices.flatMap(expandBraces)) {
    for (const after of afters) {
      if (expanded.length === MAX_ALTERNATIVES) throw tooManyAlternatives();
      expanded.push(before + choice + after);
    }
  }
  return expanded;
}

function firstGroup(pattern: string): Group | undefined {
  for (let at = 0; at < pattern.length; at++) {
    if (pattern[at] === '\\') at++;
    else if (pattern[at] === '{') {
      const group = groupAt(pattern, at);
      if (group !== undefined) return group;
    }
  }
  return undefined;
}

function groupAt(pattern: string, start: number): Group | undefined {
  const choices: string[] = [];
  let depth = 0;
  let choiceStart = start + 1;
  for (let at = start; at < pattern.length; at++) {
    const char = pattern[at];
    if (char === '\\') at++;
    else if (char === '{') depth++;
    else if (char === ',' && depth === 1) {
      choices.push(pattern.slice(choiceStart, at));
      choiceStart = at + 1;
    } else if (char === '}' && --depth === 0) {
      if (choices.length === 0) return undefined;
      choices.push(pattern.slice(choiceStart, at));
      return { start, end: at, choices };
    }
  }
  return undefined;
}

function tooManyAlternatives(): ToolError {
  return new ToolError('invalid_input', `The glob has more than ${MAX_ALTERNATIVES} alternatives.`, {
    hint: 'Use fewer {a,b} groups, or several calls with simpler globs.',
  });
}
