import { isLocal } from '../entry-checks/entry.ts';
import { explained, INPUTS, type OpenHost } from '../host-files/collections.ts';
import { addEntry, entriesOf, removeEntry } from '../host-files/edit.ts';
import type { Collection, Json } from '../host-files/format.ts';
import { eraseHostFile, saveHostFile } from '../host-files/host-file.ts';
import type { Machine } from '../hosts/machine.ts';
import {
  fileKey,
  type Lock,
  lockPath,
  openLock,
  type Pin,
  type Remembered,
  saveLock,
} from '../lock/lock-file.ts';
import type { Plan } from './plan.ts';

/** Puts an entry into its host's file, and what is known of it into the lock. */
export async function writePlan(
  { host, name, entry, fields }: Plan,
  pins: readonly Pin[],
  machine: Machine,
): Promise<void> {
  const { file, id, scope, format, at } = host;
  const opened = openLock(lockPath(scope, machine));
  const key = fileKey(file.path, machine);
  const made: Remembered = {
    ...opened.lock.made[key],
    ...(file.bytes === undefined && { '': { isNew: true } }),
  };
  let { text } = file;
  const put = (where: Collection, label: string, value: Json) => {
    const added = explained(file.path, () => addEntry(format, text, where, label, value));
    const { whole, ...around } = added.made;
    text = added.text;
    if (whole !== undefined) made[''] = { ...made[''], whole };
    if (Object.keys(around).length > 0) made[where.path.join('.')] = around;
  };
  const inputs = inputsFor(host, entry);
  for (const input of inputs) {
    const description = `${input} for ${name}`;
    put(INPUTS, input, { type: 'promptString', id: input, description, password: true });
  }
  put(at, name, at.listKey === undefined ? fields : { [at.listKey]: name, ...fields });
  await saveHostFile(file, text);
  const locked = { pins, ...(inputs.length > 0 && { inputs }) };
  const entries = { ...opened.lock.entries, [`${id}/${name}`]: locked };
  await saveLock(opened, { ...opened.lock, entries, made: kept(opened.lock, key, made) });
}

/** Takes an entry out again, with all that was made for it. The file is gone where it was not there before. */
export async function takeOut(host: OpenHost, name: string, machine: Machine): Promise<void> {
  const { file, id, scope, format, at } = host;
  const opened = openLock(lockPath(scope, machine));
  const key = fileKey(file.path, machine);
  const { '': whole, ...made }: Remembered = { ...opened.lock.made[key] };
  const { [`${id}/${name}`]: locked, ...entries } = opened.lock.entries;
  let { text } = file;
  const take = (where: Collection, label: string) => {
    const path = where.path.join('.');
    text = explained(file.path, () => removeEntry(format, text, where, label, { ...made[path], ...whole }));
    if (entriesOf(format.data(text), where).length === 0) delete made[path];
  };
  take(at, name);
  for (const input of locked?.inputs ?? []) {
    if (isFree(format.data(text), input)) take(INPUTS, input);
  }
  const isAsBefore = text === (whole?.whole ?? '');
  if (isAsBefore && whole?.isNew === true) eraseHostFile(file);
  else await saveHostFile(file, text);
  const left = whole === undefined || isAsBefore ? made : { ...made, '': whole };
  await saveLock(opened, { ...opened.lock, entries, made: kept(opened.lock, key, left) });
}

function kept(lock: Lock, key: string, made: Remembered): Lock['made'] {
  const { [key]: _, ...others } = lock.made;
  return Object.keys(made).length === 0 ? others : { ...others, [key]: made };
}

/** What the host has to ask for, and does not ask for yet. */
function inputsFor({ shape, format, file }: OpenHost, entry: Plan['entry']): string[] {
  if (shape.references.kind !== 'input') return [];
  const there = new Set(entriesOf(format.data(file.text), INPUTS).map(([id]) => id));
  const values = Object.values(isLocal(entry) ? entry.env : entry.headers);
  const needed = values.flatMap((value) => (typeof value === 'string' ? [] : [value.name]));
  return [...new Set(needed)].filter((id) => !there.has(id));
}

/** Whether an input is there, and nothing asks for it any more. */
function isFree(data: unknown, input: string): boolean {
  const { inputs: _, ...rest } = data as Record<string, unknown>;
  return (
    entriesOf(data, INPUTS).some(([id]) => id === input) &&
    !JSON.stringify(rest).includes(`\${input:${input}}`)
  );
}
