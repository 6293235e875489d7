import { ToolError } from '@ashlar/kit/errors';

/** What may stand in a template, by its name: `{number}`. */
export type Values = Readonly<Record<string, string>>;

/** JSON with templates in its texts. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [member: string]: Json };

const PLACE = /\{(\w+)\}/g;

/** Names that a template takes. */
export function namesIn(template: string): string[] {
  return [...template.matchAll(PLACE)].map(([, name = '']) => name);
}

/**
 * A template with its values in their places, each by `as`. What a value holds is never looked at as a template. Throws
 * for a name without a value: a profile that was checked has none.
 */
export function filled(template: string, values: Values, as: (value: string) => string = asItIs): string {
  return template.replace(PLACE, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new Error(`no value for {${name}}`);
    return as(value);
  });
}

/** A path of an address: each value is one segment, or a part of one, whatever it holds. */
export function filledPath(template: string, values: Values): string {
  const path = filled(template, values, encodeSegment);
  // What is left of a segment after that may still be a step up.
  if (path.split('/').some((segment) => /^\.{1,2}$/.test(segment))) throw notASegment();
  return path;
}

/** JSON with its texts filled; a value stays inside its text. */
export function filledJson(json: Json, values: Values): Json {
  if (typeof json === 'string') return filled(json, values);
  if (Array.isArray(json)) return json.map((one) => filledJson(one, values));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([member, one]) => [member, filledJson(one, values)]));
}

function encodeSegment(value: string): string {
  if (value === '') throw notASegment();
  return encodeURIComponent(value.replaceAll(/\p{Cs}/gu, '\ufffd'));
}

function asItIs(value: string): string {
  return value;
}

function notASegment(): ToolError {
  return new ToolError('invalid_input', 'The tracker has no address for this.', {
    hint: 'Give the id, or the name, as the tracker shows it.',
  });
}
