import { closeSync, fdatasync, fdatasyncSync, renameSync, statSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { CONTINUED } from '../audit-record.ts';
import { type Link, nextLine } from '../chain.ts';
import { type OpenFile, openToAppend } from './regular-file.ts';
import { resume } from './resume.ts';
import { rotatedName } from './segments.ts';

export interface AuditFileSettings {
  path: string;
  /** Bytes after which a new file is begun. */
  maxBytes: number;
  /** Whether what is written must reach the disk at all. */
  sync: boolean;
  /** Whether this process is still the one that may write it. */
  held(): boolean;
  /** Makes the fields of an event. */
  event(name: string, details: Readonly<Record<string, unknown>>): string;
}

/** The file that a chain is written to, and those after it. Lines are added in the order they are given. */
export class AuditFile {
  readonly #settings: AuditFileSettings;
  #open: OpenFile;
  #link: Link;
  #firstSeq: number;
  /** Bytes that are linked into the chain and not in the file yet. */
  #rest = Buffer.alloc(0);
  #syncing: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  /** Throws `OptionError`, and what `fs` throws. */
  constructor(settings: AuditFileSettings) {
    this.#settings = settings;
    this.#open = openToAppend(settings.path);
    const { link, firstSeq, missing, says } = resumeOrClose(settings.path, this.#open.fd);
    this.#link = link;
    this.#firstSeq = firstSeq;
    this.#rest = Buffer.from(missing);
    if (says !== undefined) this.#add([settings.event(says.name, says.details)]);
  }

  get link(): Link {
    return this.#link;
  }

  /**
   * Adds lines, and takes them out of `queue`. Throws what `fs` throws; what it could not write by then is kept
   * and comes first the next time.
   */
  write(queue: string[]): void {
    this.#lookAtFile();
    this.#add(queue.splice(0));
    this.#drain();
    if (this.#open.size >= this.#settings.maxBytes) this.#beginNext({ why: 'full' });
  }

  /** Resolves when all that is in the file by now is on disk. All who ask in the meantime share the next turn. */
  sync(): Promise<void> {
    this.#next ??= this.#syncing
      .catch(() => {}) // told to whoever asked for it
      .then(() => {
        this.#next = undefined;
        return toDisk(this.#open.fd);
      });
    this.#syncing = this.#next;
    return this.#next;
  }

  async close(): Promise<void> {
    await this.#syncing.catch(() => {});
    if (this.#settings.sync) fdatasyncSync(this.#open.fd);
    closeSync(this.#open.fd);
  }

  #add(fields: readonly string[]): void {
    const lines = fields.map((each) => {
      const { line, link } = nextLine(this.#link, each);
      this.#link = link;
      return `${line}\n`;
    });
    if (lines.length === 0) return;
    const added = Buffer.from(lines.join(''));
    this.#rest = this.#rest.length === 0 ? added : Buffer.concat([this.#rest, added]);
  }

  #drain(): void {
    while (this.#rest.length > 0) {
      const written = writeSync(this.#open.fd, this.#rest);
      this.#open.size += written;
      this.#rest = this.#rest.subarray(written);
    }
  }

  /** Whether the file is still where it was and as long as it was: it may have been moved, cut, or written to. */
  #lookAtFile(): void {
    const { path } = this.#settings;
    const now = statSync(path, { bigint: true, throwIfNoEntry: false });
    const size = Number(now?.size ?? 0);
    const same = now !== undefined && `${now.dev} ${now.ino}` === this.#open.identity;
    if (same && size === this.#open.size) return;
    if (!this.#settings.held()) throw new Error(`${path} is written by another process now`);
    const why = same ? 'the file was changed by another' : 'the file was moved or removed';
    if (same && size === 0) {
      this.#open.size = 0;
      return this.#begin({ why });
    }
    this.#drain(); // what was begun is finished where it stands
    if (same) return this.#beginNext({ why, expected: this.#open.size, found: size });
    if (size > 0) throw new Error(`${path} is another file now, which is not empty`);
    this.#reopen({ why });
  }

  #beginNext(details: Readonly<Record<string, unknown>>): void {
    renameSync(this.#settings.path, rotatedName(this.#settings.path, new Date(), this.#firstSeq));
    this.#reopen(details);
  }

  #reopen(details: Readonly<Record<string, unknown>>): void {
    const { fd } = this.#open;
    if (this.#settings.sync) fdatasyncSync(fd);
    this.#open = openToAppend(this.#settings.path);
    void this.#syncing.catch(() => {}).finally(() => closeSync(fd));
    this.#begin(details);
  }

  /** The first line of a file carries on the chain of the file before, and says so. */
  #begin(details: Readonly<Record<string, unknown>>): void {
    this.#firstSeq = this.#link.seq + 1;
    this.#add([this.#settings.event(CONTINUED, details)]);
    this.#drain();
  }
}

const toDisk = promisify(fdatasync);

function resumeOrClose(path: string, fd: number): ReturnType<typeof resume> {
  try {
    return resume(path);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}
