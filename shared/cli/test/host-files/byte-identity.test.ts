import type { Entry } from '@ashlar/entry-checks';
import { describe, expect, it } from 'vitest';
import type { OpenHost } from '../../src/host-files/collections.ts';
import { entriesOf, FORMATS } from '../../src/host-files/edit.ts';
import type { Host, Scope } from '../../src/hosts/host.ts';
import { HOSTS } from '../../src/hosts/hosts.ts';
import type { Remembered } from '../../src/lock/lock-file.ts';
import { withoutServer, withServer } from '../../src/servers/edit-server.ts';
import { planFor } from '../../src/servers/plan.ts';
import { SAMPLES, variantsOf } from '../fixture/host-samples.ts';

/** With a secret where the host can be told of one. */
function entryFor(id: string): Entry {
  const isTold = Object.keys(HOSTS[id]?.shape.references ?? {}).length > 0;
  return {
    command: 'npx',
    args: ['-y', '@ashlar/filesystem@1.0.0', '/srv/my docs', '--deny', '*.env'],
    env: { LANG: 'C', ...(isTold && { API_TOKEN: { kind: 'env', name: 'API_TOKEN' } }) },
  };
}

/** A host's file without a disk: its text and what the lock remembers of it. */
class Paper {
  text: string;
  made: Remembered = {};
  #isThere: boolean;
  readonly #inputs = new Set<string>();
  readonly #host: Host;
  readonly id: string;
  readonly scope: Scope;

  constructor(id: string, scope: Scope, text: string | undefined) {
    this.id = id;
    this.#host = HOSTS[id] as Host;
    this.scope = scope;
    this.text = text ?? '';
    this.#isThere = text !== undefined;
  }

  open(): OpenHost {
    const place = this.#host.place(this.scope, { platform: 'linux', env: {}, home: '/h', cwd: '/p' });
    if (place === undefined) throw new Error('the host has no such file');
    const format = FORMATS[place.format];
    const data = format.data(this.text);
    const at = this.#host.collection?.(data) ?? place.at;
    const file = { path: 'file', text: this.text, bytes: this.#isThere ? Buffer.from(this.text) : undefined };
    const shape = place.shape ?? this.#host.shape;
    return {
      id: this.id,
      host: this.#host,
      scope: this.scope,
      shape,
      file,
      format,
      at,
      entries: entriesOf(data, at),
    };
  }

  add(name: string): void {
    const { text, made, inputs } = withServer(planFor(this.open(), name, entryFor(this.id)), this.made);
    for (const input of inputs) this.#inputs.add(input);
    Object.assign(this, { text, made });
    this.#isThere = true;
  }

  /** Whether the file is gone. */
  remove(name: string): boolean {
    const { text, made, isGone } = withoutServer(this.open(), name, this.made, [...this.#inputs]);
    Object.assign(this, { text, made });
    return isGone;
  }
}

const PLACES = Object.entries(HOSTS).flatMap(([id, host]) =>
  (['user', 'project'] as const).flatMap((scope) => {
    const place = host.place(scope, { platform: 'linux', env: {}, home: '/h', cwd: '/p' });
    return place === undefined ? [] : [{ id, scope, format: place.format }];
  }),
);

describe.each(PLACES)('$id, for a $scope', ({ id, scope, format }) => {
  // Continue's own files are YAML, and those dropped into a project are JSON like Cursor's.
  const known =
    format === 'json' && id === 'continue' ? 'cursor' : id.replace(/^(vscode|cline)-(insiders|cli)$/, '$1');
  const texts = [...(SAMPLES[known] ?? []), '', '\n', ...(format === 'json' ? ['{}', '{\n}\n'] : [])];
  const variants = texts.flatMap((text) =>
    Object.entries(variantsOf(text, format === 'json'))
      .filter(([name]) => !name.includes('byte order')) // which is the disk's business
      .map(([name, variant]) => [name, text.slice(0, 20), variant] as const),
  );

  it.each(variants)('a file %s, %j…, is the same after add and remove', (_, __, text) => {
    const paper = new Paper(id, scope, text);
    paper.add('fresh');
    expect(paper.open().entries.map(([name]) => name)).toContain('fresh');
    expect(paper.remove('fresh')).toBe(false);
    expect(paper.text).toBe(text);
    expect(paper.made).toEqual({});
  });

  it.each(variants)('a file %s, %j…, is the same after three came and went in any order', (_, __, text) => {
    for (const order of ['123', '132', '213', '231', '312', '321']) {
      const paper = new Paper(id, scope, text);
      for (const name of '123') paper.add(`s${name}`);
      for (const name of order) paper.remove(`s${name}`);
      expect(paper.text, order).toBe(text);
      expect(paper.made).toEqual({});
    }
  });

  it('a file that was not there is gone again', () => {
    const paper = new Paper(id, scope, undefined);
    paper.add('one');
    paper.add('two');
    expect(paper.remove('one')).toBe(false);
    expect(paper.remove('two')).toBe(true);
    expect(paper.made).toEqual({});
  });
});

it.each([
  ['cursor', /^( *)"fresh"/m, '$1// mine\n$&'],
  ['goose', /^( *)fresh:/m, '$1# mine\n$&'],
  ['codex', /^\[mcp_servers/m, '# mine\n$&'],
])('a comment that somebody writes beside an entry of %s stays when it goes', (id, place, comment) => {
  const paper = new Paper(id, 'user', '');
  paper.add('fresh');
  paper.text = paper.text.replace(place, comment);
  paper.remove('fresh');
  expect(paper.text).toContain(' mine\n');
  paper.add('fresh');
  expect(paper.open().entries.map(([name]) => name)).toEqual(['fresh']);
});
