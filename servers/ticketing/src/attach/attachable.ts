import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename } from 'node:path';
import { ToolError } from '@ashlar/kit/errors';
import {
  createDeny,
  createGuard,
  type Guard,
  notRegular,
  prepareRoots,
  quoted,
  readAll,
} from '@ashlar/kit/files';
import { fileType } from './file-type.ts';

/** Stands in a folder for the tenant of who attaches. */
const PLACE = '{tenant}';
/** What may take that place: no path can be made of it, and no two tenants are one where capitals do not matter. */
const TENANT = /^[a-z0-9](?:[a-z0-9_-]|\.(?!\.|$)){0,62}$/;
/** Tenants whose folders are kept in mind. */
const MOST_KEPT = 100;

/** A file as it was read, whole. */
export interface Attachable {
  /** Where it was found, in the words of this server. */
  shown: string;
  name: string;
  type: string;
  /** Hex. */
  sha256: string;
  bytes: Buffer;
}

export interface AttachOptions {
  /** Folders; one with `{tenant}` in it is of that tenant alone, and one without of those who have no tenant. */
  folders: readonly string[];
  /** Bytes of a file. */
  most: number;
  warn(message: string): void;
}

/** The files that may be attached: those below the operator's folders, but for what is secret by its name. */
export class AttachFrom {
  readonly #options: AttachOptions;
  readonly #guards = new Map<string | undefined, Guard>();

  /** Throws `ToolError` (`invalid_input`) where a folder for those without a tenant is not there. */
  constructor(options: AttachOptions) {
    this.#options = options;
    if (this.#foldersOf(undefined).length > 0) this.#guards.set(undefined, this.#guarded(undefined));
  }

  /** Throws `ToolError`, among them `forbidden` for what is outside of the folders and `limited` for what is too large. */
  async read(path: string, tenant: string | undefined): Promise<Attachable> {
    const held = this.#guardOf(tenant).hold(path);
    try {
      if (held.stat.isDirectory()) {
        throw new ToolError('invalid_input', `path: ${quoted(held.shown)} is a folder.`, {
          hint: 'Name a file in it.',
        });
      }
      const bytes = await this.#bytesOf(held.open(constants.O_RDONLY), held.shown);
      const name = basename(held.relative === '' ? held.root.real : held.relative);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return { shown: held.shown, name, type: fileType(name, bytes), sha256, bytes };
    } finally {
      held.close();
    }
  }

  /** Of the open file: what has its name by now may be another one. */
  async #bytesOf(fd: number, shown: string): Promise<Buffer> {
    try {
      const stat = fstatSync(fd);
      if (!stat.isFile()) throw notRegular(shown);
      if (stat.size > this.#options.most) throw tooLarge(shown, stat.size, this.#options.most);
      return await readAll(fd, stat.size);
    } finally {
      closeSync(fd);
    }
  }

  #guardOf(tenant: string | undefined): Guard {
    const known = this.#guards.get(tenant);
    if (known !== undefined) return known;
    if (tenant !== undefined && !TENANT.test(tenant)) throw without();
    if (this.#foldersOf(tenant).length === 0) throw without();
    const guard = this.#guarded(tenant);
    if (this.#guards.size >= MOST_KEPT) this.#guards.clear();
    this.#guards.set(tenant, guard);
    return guard;
  }

  /** What is shared by all tenants would be read by all tenants: who has one has folders of their own, or none. */
  #foldersOf(tenant: string | undefined): string[] {
    return this.#options.folders
      .filter((folder) => folder.includes(PLACE) === (tenant !== undefined))
      .map((folder) => folder.replaceAll(PLACE, tenant ?? ''));
  }

  #guarded(tenant: string | undefined): Guard {
    const warn = tenant === undefined ? this.#options.warn : () => {};
    try {
      const roots = prepareRoots(this.#foldersOf(tenant), { readOnly: true, home: homedir(), warn });
      return createGuard({ roots, denied: createDeny({ deny: [], allow: [] }), warn });
    } catch (error) {
      if (tenant !== undefined) throw without(error);
      throw new ToolError('invalid_input', '--attach-from: none of the folders is there.', { cause: error });
    }
  }
}

/** The same, whether a folder is missing or a tenant has none. */
function without(cause?: unknown): ToolError {
  return new ToolError('forbidden', 'path: there is no folder from which you may attach files.', {
    hint: 'The operator can give each tenant one: --attach-from with {tenant} in it.',
    retryable: false,
    cause,
  });
}

function tooLarge(shown: string, size: number, most: number): ToolError {
  return new ToolError(
    'limited',
    `path: ${quoted(shown)} has ${size} bytes; at most ${most} can be attached.`,
    {
      retryable: false,
    },
  );
}
