import { checkSecret, type Value } from '@ashlar/entry-checks';
import { CommandError } from '../command-error.ts';

/**
 * What `--env` and `--header` say. `NAME` is a reference: the host takes the value from its environment or asks for
 * it. `NAME=value` stands in the file, so it is refused where it is a secret. `NAME=Bearer ${TOKEN}` is a reference
 * with something before it.
 */
export function valuesOf(
  given: readonly string[] | undefined,
  flag: '--env' | '--header',
): Record<string, Value> {
  return Object.fromEntries(
    (given ?? []).map((each) => {
      const [name = '', text] = each.split(/=(.*)/s);
      return [name, valueIn(name, text, flag)];
    }),
  );
}

function valueIn(name: string, text: string | undefined, flag: string): Value {
  if (text === undefined) return { kind: 'env', name: name.toUpperCase().replaceAll('-', '_') };
  const [, before = '', variable, after = ''] = /^([^$]*)\$\{([A-Za-z_]\w*)\}([^$]*)$/.exec(text) ?? [];
  if (variable !== undefined) {
    return { kind: 'env', name: variable, ...(before !== '' && { before }), ...(after !== '' && { after }) };
  }
  const [secret] = checkSecret(flag, name, text);
  if (secret === undefined) return text;
  throw new CommandError(
    `${flag} ${name}: a secret does not belong into a file; write ${flag} ${name} alone, or '${flag} ${name}=Bearer \${TOKEN}', and the host takes the value from elsewhere.`,
  );
}
