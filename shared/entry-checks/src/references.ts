import type { LocalEntry } from './entry.ts';

/**
 * A value of which nothing is known but that it stays in its word, since hosts start programs without a shell. No name
 * of a package, an image, a program or a flag may have a part like it: which one is started would not be known.
 */
const UNKNOWN = '{reference}';

/**
 * A local entry as it is to be checked: with what a host puts in made unknown, and once more with what stands there for
 * a variable that is not set, as in `${NAME:-default}`, since whoever wrote the entry wrote that too.
 *
 * @param pattern of all that the host puts in; global
 */
export function readingsOf(entry: LocalEntry, pattern: RegExp | undefined): LocalEntry[] {
  if (pattern === undefined) return [entry];
  // Split leaves no trace of groups that do not capture.
  const whole = new RegExp(`(${pattern.source.replaceAll(/\((?!\?)/g, '(?:')})`, pattern.flags);
  const read = (put: (reference: string) => string | undefined): LocalEntry => {
    const text = (word: string) => filled(word.split(whole), put);
    const { command, args, env, cwd } = entry;
    return {
      command: text(command),
      args: args.map(text),
      env,
      ...(cwd !== undefined && { cwd: text(cwd) }),
    };
  };
  const unknown = read(() => undefined);
  const defaults = read((reference) => /:-(.*)\}$/s.exec(reference)?.[1]);
  return JSON.stringify(defaults) === JSON.stringify(unknown) ? [unknown] : [unknown, defaults];
}

/** Texts and references take turns. Where a path may begin, what is not known is taken for one. */
function filled(parts: readonly string[], put: (reference: string) => string | undefined): string {
  return parts.reduce((before, part, at) => {
    if (at % 2 === 0) return before + part;
    return before + (put(part) ?? (/(^|[=:,])$/.test(before) ? `/${UNKNOWN}` : UNKNOWN));
  }, '');
}
