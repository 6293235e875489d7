import type * as z from 'zod';
import { type Option, OptionError } from './option.ts';

/** Turns what a schema found wrong with the options into one sentence that names the option. */
export function faultOf(options: readonly Option[], error: z.ZodError, argv: readonly string[]): OptionError {
  const issue = error.issues[0];
  const option = options.find(({ key }) => key === issue?.path[0]);
  if (issue === undefined || option === undefined)
    return new OptionError('The options are not valid. See --help.');
  const given = argv.some((word) => word === option.flag || word.startsWith(`${option.flag}=`));
  const name = option.positional
    ? (option.placeholder ?? option.flag)
    : given
      ? option.flag
      : `${option.flag} (${option.env})`;
  return new OptionError(
    isMissing(issue, option) ? `${name} is missing. See --help.` : `${name}: ${sentence(issue, option)}`,
  );
}

function isMissing({ code }: z.core.$ZodIssue, { kind, choices }: Option): boolean {
  if (choices.length > 0) return false;
  return code === 'invalid_type'
    ? kind === 'text' || kind === 'list'
    : code === 'too_small' && kind === 'list';
}

function sentence(issue: z.core.$ZodIssue, option: Option): string {
  if (option.choices.length > 0) return `must be one of ${option.choices.join(', ')}.`;
  if (issue.code === 'invalid_type') {
    if (option.kind === 'number') return `must be a ${issue.expected === 'int' ? 'whole ' : ''}number.`;
    return 'must be true or false.';
  }
  if (issue.code === 'too_small') {
    return option.kind === 'text'
      ? `must have at least ${issue.minimum} characters.`
      : `must be at least ${issue.minimum}.`;
  }
  if (issue.code === 'too_big') {
    return option.kind === 'number'
      ? `must be at most ${issue.maximum}.`
      : `must have at most ${issue.maximum} ${option.kind === 'list' ? 'items' : 'characters'}.`;
  }
  return issue.message.endsWith('.') ? issue.message : `${issue.message}.`;
}
