import { checkEntry, type Entry, isLocal, type Value } from '@ashlar/entry-checks';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CommandError } from '../../src/command-error.ts';
import { entriesOf, FORMATS } from '../../src/host-files/edit.ts';
import { HOSTS } from '../../src/hosts/hosts.ts';
import { readEntry } from '../../src/hosts/read-entry.ts';
import { withoutServer, withServer } from '../../src/servers/edit-server.ts';
import { planFor } from '../../src/servers/plan.ts';
import { SAMPLES } from '../fixture/host-samples.ts';

function passes(entry: Entry): boolean {
  return checkEntry('server', entry, { scope: 'user' }).findings.every(
    ({ severity }) => severity !== 'refused',
  );
}

const TEXT = fc.string({ unit: 'grapheme', maxLength: 12 });
const VALUE: fc.Arbitrary<Value> = fc.oneof(
  TEXT,
  fc.constantFrom(
    'yes',
    'null',
    '1',
    '1.0',
    '~',
    '- a',
    'a: b',
    '# x',
    "'",
    '\\u0041',
    '{}',
    '[]',
    '!tag',
    '&a',
    '*a',
    '%x',
    '@x',
    '|',
    '>-',
    ' x ',
    '"""',
    '\u0024{X}',
    '$X',
    '{env:X}',
  ),
);
const VARIABLES = fc.dictionary(fc.stringMatching(/^[A-Z][A-Z0-9_]{2,8}$/), VALUE, { maxKeys: 3 });
const HEADERS = fc.dictionary(fc.stringMatching(/^X-[A-Za-z0-9]{1,6}$/), VALUE, { maxKeys: 2 });
const WRITTEN: fc.Arbitrary<Entry> = fc.oneof(
  fc
    .record({
      args: fc.array(TEXT, { maxLength: 3 }),
      env: VARIABLES,
      isSecret: fc.boolean(),
    })
    .map(
      ({ args, env, isSecret }): Entry => ({
        command: 'npx',
        args: ['-y', '@ashlar/vault@1.0.0', ...args],
        env: { ...env, ...(isSecret && { API_TOKEN: { kind: 'env', name: 'API_TOKEN' } }) },
      }),
    ),
  fc.record({ path: fc.webPath(), headers: HEADERS, isSecret: fc.boolean() }).map(
    ({ path, headers, isSecret }): Entry => ({
      transport: 'http',
      url: `https://mcp.example.com${path}`,
      headers: {
        ...headers,
        ...(isSecret && { Authorization: { kind: 'env', name: 'API_TOKEN', before: 'Bearer ' } }),
      },
    }),
  ),
);

const PLACES = Object.entries(HOSTS).flatMap(([id, host]) =>
  (['user', 'project'] as const).flatMap((scope) => {
    const place = host.place(scope, { platform: 'linux', env: {}, home: '/h', cwd: '/p' });
    return place === undefined ? [] : [{ id, host, scope, place }];
  }),
);

/** Where values come from is the host's word for it. */
function plain(entry: Entry): unknown {
  const values = (given: Readonly<Record<string, Value>>) =>
    Object.fromEntries(
      Object.entries(given).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : { ...value, kind: 'any' },
      ]),
    );
  return isLocal(entry) ? { ...entry, env: values(entry.env) } : { ...entry, headers: values(entry.headers) };
}

describe.each(PLACES)('an entry that passes, in $id for a $scope,', ({ id, host, scope, place }) => {
  const format = FORMATS[place.format];
  const shape = place.shape ?? host.shape;
  const samples = place.format === 'json' && id === 'continue' ? undefined : SAMPLES[id];

  it('is read as what it was, and leaves the file as it was', () => {
    let written = 0;
    fc.assert(
      fc.property(WRITTEN, fc.constantFrom('', ...(samples ?? [])), (entry, text) => {
        if (!passes(entry)) return;
        const at = host.collection?.(format.data(text)) ?? place.at;
        const open = {
          id,
          host,
          scope,
          shape,
          format,
          at,
          entries: [],
          file: { path: 'file', text, bytes: Buffer.from(text) },
        };
        const edited = tried(() => withServer(planFor(open, 'fresh', entry), {}));
        if (edited === undefined) return;
        written += 1;
        const found = entriesOf(format.data(edited.text), at).find(([name]) => name === 'fresh')?.[1];
        const back = readEntry(found, shape) as Entry;
        const isSecretElsewhere = shape.references.isInherited === true;
        if (!isSecretElsewhere) expect(plain(back)).toEqual(plain(entry));
        const file = { ...open.file, text: edited.text };
        expect(withoutServer({ ...open, file }, 'fresh', edited.made, edited.inputs).text).toBe(text);
      }),
      { numRuns: 100 },
    );
    expect(written).toBeGreaterThan(5);
  });
});

/** What a host cannot be told is refused, with a sentence. */
function tried<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}
