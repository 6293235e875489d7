import type { OpenHost } from '../host-files/collections.ts';
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
import { withoutServer, withServer } from './edit-server.ts';
import type { Plan } from './plan.ts';

/** Puts an entry into its host's file, and what is known of it into the lock. */
export async function writePlan(plan: Plan, pins: readonly Pin[], machine: Machine): Promise<void> {
  const { host, name } = plan;
  const opened = openLock(lockPath(host.scope, machine));
  const key = fileKey(host.file.path, machine);
  const { text, made, inputs } = withServer(plan, { ...opened.lock.made[key] });
  await saveHostFile(host.file, text);
  const locked = { pins, ...(inputs.length > 0 && { inputs }) };
  const entries = { ...opened.lock.entries, [`${host.id}/${name}`]: locked };
  await saveLock(opened, { ...opened.lock, entries, made: kept(opened.lock, key, made) });
}

/** Takes an entry out again, with all that was made for it. The file is gone where it was not there before. */
export async function takeOut(host: OpenHost, name: string, machine: Machine): Promise<void> {
  const opened = openLock(lockPath(host.scope, machine));
  const key = fileKey(host.file.path, machine);
  const { [`${host.id}/${name}`]: locked, ...entries } = opened.lock.entries;
  const inputs = Object.values({ locked, ...entries }).flatMap((each) => each?.inputs ?? []);
  const { text, made, isGone } = withoutServer(host, name, { ...opened.lock.made[key] }, inputs);
  if (isGone) eraseHostFile(host.file);
  else await saveHostFile(host.file, text);
  const { [`${host.id}/${name}`]: _, ...definitions } = opened.lock.definitions ?? {};
  await saveLock(opened, { ...opened.lock, entries, definitions, made: kept(opened.lock, key, made) });
}

function kept(lock: Lock, key: string, made: Remembered): Lock['made'] {
  const { [key]: _, ...others } = lock.made;
  return Object.keys(made).length === 0 ? others : { ...others, [key]: made };
}
