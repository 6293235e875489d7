import { type Entry, isLocal } from '@ashlar/entry-checks';
import { explained, INPUTS, type OpenHost } from '../host-files/collections.ts';
import { addEntry, entriesOf, removeEntry } from '../host-files/edit.ts';
import type { Collection, Json } from '../host-files/format.ts';
import type { Remembered } from '../lock/lock-file.ts';
import type { Plan } from './plan.ts';

/** A file's next text, and what to remember of it. */
export interface Edited {
  text: string;
  made: Remembered;
}

/** The text of a host's file with an entry in it, and the inputs that the host has to ask for now. */
export function withServer(
  { host, name, entry, fields }: Plan,
  before: Remembered,
): Edited & { inputs: string[] } {
  const { file, format, at } = host;
  const made: Remembered = { ...before, ...(file.bytes === undefined && { '': { isNew: true } }) };
  let { text } = file;
  const put = (where: Collection, label: string, value: Json) => {
    const added = explained(file.path, () => addEntry(format, text, where, label, value));
    const { whole, ...around } = added.made;
    text = added.text;
    if (whole !== undefined) made[''] = { ...made[''], whole };
    if (Object.keys(around).length > 0) made[where.path.join('.')] = around;
  };
  const inputs = inputsFor(host, entry);
  for (const id of inputs) {
    put(INPUTS, id, { type: 'promptString', id, description: `${id} for ${name}`, password: true });
  }
  put(at, name, at.listKey === undefined ? fields : { [at.listKey]: name, ...fields });
  return { text, made, inputs };
}

/** The text without an entry, and without what nobody needs any more; `isGone` where there was no file before. */
export function withoutServer(
  { file, format, at }: OpenHost,
  name: string,
  before: Remembered,
  inputs: readonly string[],
): Edited & { isGone: boolean } {
  const { '': whole, ...made } = before;
  let { text } = file;
  const take = (where: Collection, label: string) => {
    const path = where.path.join('.');
    text = explained(file.path, () => removeEntry(format, text, where, label, { ...made[path], ...whole }));
    if (entriesOf(format.data(text), where).length === 0) delete made[path];
  };
  take(at, name);
  for (const input of inputs) {
    if (isFree(format.data(text), input)) take(INPUTS, input);
  }
  const isAsBefore = text === (whole?.whole ?? '');
  const left = whole === undefined || isAsBefore ? made : { ...made, '': whole };
  return { text, made: left, isGone: isAsBefore && whole?.isNew === true };
}

/** What the host has to ask for, and does not ask for yet. */
function inputsFor({ shape, format, file }: OpenHost, entry: Entry): string[] {
  if (shape.references.kind !== 'input') return [];
  const there = new Set(entriesOf(format.data(file.text), INPUTS).map(([id]) => id));
  const values = Object.values(isLocal(entry) ? entry.env : entry.headers);
  const needed = values.flatMap((value) => (typeof value === 'string' ? [] : [value.name]));
  return [...new Set(needed)].filter((id) => !there.has(id));
}

/** Whether an input is there, and nothing asks for it any more. */
function isFree(data: unknown, input: string): boolean {
  const { inputs, ...rest } = data as Record<string, unknown>;
  const isThere = inputs !== undefined && entriesOf(data, INPUTS).some(([id]) => id === input);
  return isThere && !JSON.stringify(rest).includes(`\${input:${input}}`);
}
