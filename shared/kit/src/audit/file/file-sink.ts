import type { Access } from '../../define.ts';
import type { Log } from '../../log/log.ts';
import { refuse, unsettled } from '../cannot-record.ts';
import { Gap } from '../gap.ts';
import type { Sink } from '../sink.ts';
import { AuditFile, type AuditFileSettings } from './audit-file.ts';
import { FileLock } from './file-lock.ts';
import { Reserve } from './reserve.ts';

export interface FileSinkSettings extends Omit<AuditFileSettings, 'sync' | 'held'> {
  fsync: 'call' | 'second' | 'never';
  full: 'refuse' | 'reads';
  log: Log;
}

const SECOND = 1_000;
/** Milliseconds between two notes of where the chain stands, while it grows. */
const ANCHOR_MS = 60_000;
const NO_ROOM = ['ENOSPC', 'EDQUOT'];

/** A file of lines: all of one turn of the event loop are written at once, and nothing that ran goes unrecorded. */
export class FileSink implements Sink {
  readonly #settings: FileSinkSettings;
  readonly #lock: FileLock;
  readonly #reserve: Reserve;
  readonly #file: AuditFile;
  readonly #queue: string[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #flushAtExit = () => this.#flush();
  #turn: NodeJS.Immediate | undefined;
  #retry: NodeJS.Timeout | undefined;
  #gap: Gap | undefined;
  #lost = false;
  #synced = true;
  #anchored = '';

  /** Throws `OptionError` where the file cannot be used, and what `fs` throws. */
  constructor(settings: FileSinkSettings) {
    this.#settings = settings;
    this.#lock = new FileLock(settings.path, () => this.#loseLock());
    try {
      this.#reserve = new Reserve(settings.path);
      this.#reserve.take();
      this.#file = new AuditFile({
        ...settings,
        sync: settings.fsync !== 'never',
        held: () => this.#lock.held(),
      });
    } catch (error) {
      this.#lock.release();
      throw error;
    }
    process.on('exit', this.#flushAtExit);
  }

  append(fields: string, began: Date): void {
    if (this.#gap?.covers(began) === true) return;
    this.#queue.push(fields);
    this.#turn ??= setImmediate(() => this.#flush());
  }

  admit(access: Access): void {
    if (this.#gap !== undefined) refuse(this.#gap, access, this.#settings.full);
  }

  async settled(): Promise<void> {
    if (this.#settings.fsync !== 'call') return;
    this.#flush();
    if (this.#queue.length > 0 || this.#gap !== undefined) throw unsettled();
    await this.#file.sync().catch((error) => {
      this.#cannotWrite(error);
      throw unsettled();
    });
  }

  /** Writes what waits, at once. */
  #flush(): void {
    clearImmediate(this.#turn);
    this.#turn = undefined;
    if (this.#lost) return;
    try {
      this.#write();
      if (this.#gap !== undefined) this.#endGap(this.#gap);
    } catch (error) {
      this.#cannotWrite(error as NodeJS.ErrnoException);
    }
  }

  #write(): void {
    this.#file.write(this.#queue);
    if (this.#synced && this.#settings.fsync === 'second') this.#later(SECOND, () => this.#sync());
    this.#synced = false;
    if (this.#anchored === '') this.#later(ANCHOR_MS, () => this.#anchor());
    this.#anchored = 'waiting';
  }

  #cannotWrite(error: NodeJS.ErrnoException): void {
    if (!this.#lock.held()) return this.#loseLock();
    if (this.#gap === undefined) {
      this.#gap = new Gap();
      this.#settings.log.error('audit cannot be written', { file: this.#settings.path, error });
      if (NO_ROOM.includes(error.code ?? '')) {
        this.#reserve.release();
        // Calls that run already still get their lines, by the room that was just given up.
        return this.#flushIntoReserve();
      }
    }
    this.#tryAgain();
  }

  #tryAgain(): void {
    this.#retry ??= this.#later(SECOND, () => {
      this.#retry = undefined;
      this.#flush();
    });
  }

  #flushIntoReserve(): void {
    try {
      this.#file.write(this.#queue);
    } catch {
      // It stays in the queue: there was more than the reserve holds.
    }
    this.#tryAgain();
  }

  /** All was written: there is room again once the reserve can be held again, too. */
  #endGap(gap: Gap): void {
    this.#reserve.take();
    this.#gap = undefined;
    this.#file.write([this.#settings.event('resumed', gap.details())]);
    this.#settings.log.info('audit can be written again', { file: this.#settings.path, ...gap.details() });
  }

  #sync(): void {
    this.#synced = true;
    this.#file.sync().catch((error) => this.#cannotWrite(error));
  }

  /** The end of a chain can be cut unseen by the chain; whoever keeps these lines of the log sees it. */
  #anchor(): void {
    const { chain, seq, hash } = this.#file.link;
    this.#anchored = '';
    this.#settings.log.info('audit head', { file: this.#settings.path, chain, seq, hash });
  }

  #loseLock(): void {
    if (this.#lost) return;
    this.#lost = true;
    this.#gap ??= new Gap();
    this.#settings.log.error('audit lost: another process has taken the file; start this one again', {
      file: this.#settings.path,
    });
  }

  #later(ms: number, task: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      task();
    }, ms).unref();
    this.#timers.add(timer);
    return timer;
  }

  async close(): Promise<void> {
    this.#flush();
    for (const timer of this.#timers) clearTimeout(timer);
    process.off('exit', this.#flushAtExit);
    if (this.#gap !== undefined) this.#settings.log.error('audit ends with a gap', this.#gap.details());
    await this.#file.close();
    this.#anchor();
    this.#lock.release();
  }
}
