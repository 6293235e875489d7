import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { ToolError } from '@ashlar/kit/errors';
import type { BulkChange, Planned } from './bulk-change.ts';

/** Milliseconds for which a plan can be carried out. */
const GOOD_FOR_MS = 10 * 60_000;

interface Opened {
  data: unknown;
  take(): Promise<boolean>;
}

/** The kit's handles, which are bound to the caller and their tenant. */
export interface Seals {
  mint(data: unknown, ms: number): Promise<{ handle: string }>;
  open(handle: string): Promise<Opened | undefined>;
}

export interface Plan {
  bulk: BulkChange;
  planned: readonly Planned[];
  /** Takes it: of all who come with it one is told true. */
  take(): Promise<boolean>;
}

type Sealed = [bulk: BulkChange, planned: string];

/** Everything that will be done, in one word. Pressed, because a model repeats it. */
export async function sealPlan(seals: Seals, bulk: BulkChange, planned: readonly Planned[]): Promise<string> {
  const text = JSON.stringify(planned.map(({ id, rev }) => [id, rev]));
  const sealed: Sealed = [bulk, deflateRawSync(text).toString('base64')];
  return (await seals.mint(sealed, GOOD_FOR_MS)).handle;
}

/** Throws `ToolError` (`invalid_input`) for what is damaged, too old, or somebody else's. */
export async function openPlan(seals: Seals, handle: string): Promise<Plan> {
  const opened = await seals.open(handle);
  if (opened === undefined) {
    throw new ToolError('invalid_input', 'plan: is damaged, too old, or not yours.', { hint: ANEW });
  }
  const [bulk, pressed] = opened.data as Sealed;
  const pairs: [string, string][] = JSON.parse(inflateRawSync(Buffer.from(pressed, 'base64')).toString());
  return { bulk, planned: pairs.map(([id, rev]) => ({ id, rev })), take: () => opened.take() };
}

/** Throws `ToolError` (`conflict`) for a plan that was carried out, or begun. */
export async function takePlan({ take }: Plan): Promise<void> {
  if (await take()) return;
  throw new ToolError('conflict', 'plan: was used before. Nothing was done now.', { hint: ANEW });
}

const ANEW = 'Plan it anew, with ids and the change.';
