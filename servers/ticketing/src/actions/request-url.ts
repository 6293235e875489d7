import { ToolError } from '@ashlar/kit/errors';
import { staysSecret } from '../remote/stays-secret.ts';
import type { Action, Given } from './action.ts';

const PLACES = /\{([^{}]*)\}/g;
/** What goes with every request beside the parameters. */
const ALWAYS = ['ticket', 'caller', 'tenant'];

/** What is wrong with the URL of an action; undefined where nothing is. */
export function checkUrl({ params, request: { url } }: Action): string | undefined {
  for (const [, name = ''] of url.matchAll(PLACES)) {
    if (ALWAYS.includes(name)) continue;
    if (params[name] === undefined)
      return `{${name}} is no parameter: name one of ${Object.keys(params).join(', ')}`;
    if (params[name].optional)
      return `{${name}} is optional: it has to be given where it is a part of the URL`;
  }
  const sample = url.replaceAll(PLACES, 'x');
  if (!URL.canParse(sample)) return 'is no URL: write https://host/path';
  const parsed = new URL(sample);
  const { username, password, hash, origin } = parsed;
  if (url.slice(0, origin.length).toLowerCase() !== origin)
    return 'begins with what a parameter could change, or is not written as https://host/path';
  if (!staysSecret(parsed)) return 'must begin with https://, unless it is on this machine';
  if (username !== '' || password !== '' || hash !== '') return 'holds a login or a fragment: leave it out';
  return undefined;
}

/**
 * The URL with what was given in the places that it has. Throws `ToolError` (`invalid_input`) where a value would be
 * another part of the path, or none.
 */
export function requestUrl({ url }: Action['request'], given: Given): string {
  return url.replaceAll(PLACES, (_place, name: string) => {
    const text = String(given[name] ?? '');
    // A URL takes these two for steps of its path, however they are written.
    if (text !== '' && text !== '.' && text !== '..') return encodeURIComponent(text);
    throw new ToolError('invalid_input', `${name}: cannot be a part of the request as it is.`);
  });
}
