import type { Attachable, AttachFrom } from '../attach/attachable.ts';

const READ = new WeakMap<object, Promise<Attachable>>();

/** A file, once for each call: what a person was shown is what is attached, whatever the disk holds by then. */
export function readOnce(
  call: object,
  files: AttachFrom,
  { path, tenant }: { path: string; tenant: string | undefined },
): Promise<Attachable> {
  const known = READ.get(call);
  if (known !== undefined) return known;
  const read = files.read(path, tenant);
  READ.set(call, read);
  return read;
}
