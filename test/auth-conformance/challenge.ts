/** One challenge of `WWW-Authenticate`. */
export interface Challenge {
  /** In lower case. */
  scheme: string;
  parameters: Readonly<Record<string, string>>;
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const PARAMETER = new RegExp(
  `^(?<name>${TOKEN})\\s*=\\s*(?:"(?<quoted>(?:[^"\\\\]|\\\\.)*)"|(?<plain>${TOKEN}))`,
);
const SCHEME = new RegExp(`^(?<scheme>${TOKEN})(?=\\s|,|$)`);

/** Reads the header (RFC 9110, 11.6.1): none where it cannot be read to its end. */
export function challengesIn(header: string): Challenge[] {
  const challenges: { scheme: string; parameters: Record<string, string> }[] = [];
  let rest = header.trim();
  while (rest !== '') {
    const parameter = PARAMETER.exec(rest);
    const scheme = SCHEME.exec(rest);
    const { name, quoted, plain } = parameter?.groups ?? {};
    const last = challenges.at(-1);
    if (parameter !== null && name !== undefined && last !== undefined) {
      last.parameters[name.toLowerCase()] = plain ?? (quoted ?? '').replaceAll(/\\(.)/g, '$1');
      rest = rest.slice(parameter[0].length);
    } else if (scheme !== null) {
      challenges.push({ scheme: scheme[0].toLowerCase(), parameters: {} });
      rest = rest.slice(scheme[0].length);
    } else {
      return [];
    }
    rest = rest.replace(/^[\s,]+/, '');
  }
  return challenges;
}
