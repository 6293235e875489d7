import { isDeepStrictEqual } from 'node:util';
import { escaped } from '@ashlar/entry-checks';
import { type Definitions, KINDS } from './definitions.ts';

/** What has changed between two times, a line or three each, as a person reads it; none where nothing has. */
export function differences(before: Definitions, now: Definitions): string[] {
  return [
    ...changed('instructions', before.instructions, now.instructions),
    ...Object.entries(KINDS).flatMap(([kind, title]) => {
      const [old, fresh] = [before[kind as keyof typeof KINDS], now[kind as keyof typeof KINDS]];
      const gone = Object.keys(old).filter((name) => !Object.hasOwn(fresh, name));
      return [
        ...gone.map((name) => `- ${title} ${escaped(name)} is gone`),
        ...Object.entries(fresh).flatMap(([name, definition]) =>
          Object.hasOwn(old, name)
            ? changed(`${title} ${escaped(name)}`, old[name], definition)
            : [`+ ${title} ${escaped(name)} is new`, `  + ${shown(definition)}`],
        ),
      ];
    }),
  ];
}

/** The innermost places that differ: `tool read, inputSchema.properties.path.description`. */
function changed(where: string, before: unknown, now: unknown, path: readonly string[] = []): string[] {
  if (isDeepStrictEqual(before, now)) return [];
  if (isFields(before) && isFields(now)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])];
    return keys.flatMap((key) => changed(where, before[key], now[key], [...path, key]));
  }
  const place = path.length === 0 ? where : `${where}, ${escaped(path.join('.'))}`;
  return [
    `~ ${place}`,
    ...(before === undefined ? [] : [`  - ${shown(before)}`]),
    ...(now === undefined ? [] : [`  + ${shown(now)}`]),
  ];
}

/** Whole: what is cut could be what matters. */
function shown(value: unknown): string {
  return escaped(typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing'));
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
