import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { OptionError } from '../../options/option.ts';

/** Milliseconds between two signs of life, and after how many a process elsewhere counts as gone. */
const SIGN_MS = 5_000;
const GONE_MS = 20_000;

interface Holder {
  id: string;
  pid: number;
  /** Where the number of the process means something: machine, its boot, and its space of process numbers. */
  place: string;
  /** When the process began, as its system counts; numbers are used again. */
  began: string | undefined;
}

/** Keeps two processes from writing one file. It holds no longer than its process lives. */
export class FileLock {
  readonly #path: string;
  readonly #id = randomUUID();
  readonly #own: Holder = { id: this.#id, pid: process.pid, place: PLACE, began: beginOf(process.pid) };
  readonly #sign: NodeJS.Timeout;

  /** `lost` is called where somebody else took the lock while this process was stopped. Throws `OptionError`. */
  constructor(file: string, lost: () => void) {
    this.#path = `${file}.lock`;
    this.#take(file);
    this.#sign = setInterval(() => {
      if (this.held()) quietly(() => utimesSync(this.#path, new Date(), new Date()));
      else lost();
    }, SIGN_MS).unref();
  }

  /** Whether nobody else has taken it. One that somebody has tidied away is taken again. */
  held(): boolean {
    if (readHolder(this.#path)?.id === this.#id) return true;
    return quietly(() => create(this.#path, JSON.stringify(this.#own))) === true;
  }

  release(): void {
    clearInterval(this.#sign);
    if (readHolder(this.#path)?.id === this.#id) rmSync(this.#path, { force: true });
  }

  #take(file: string): void {
    for (let tries = 0; tries < 3; tries++) {
      if (create(this.#path, JSON.stringify(this.#own))) return;
      const other = readHolder(this.#path);
      if (other !== undefined && lives(other, this.#path)) throw taken(file, other);
      moveAside(this.#path, other);
    }
    throw new OptionError(`--audit: ${file} is being opened by several processes at once.`);
  }
}

function taken(file: string, { pid }: Holder): OptionError {
  return new OptionError(
    `--audit: ${file} is written by the process ${pid}; give every process a file of its own, or end that one first.`,
  );
}

function create(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined for a lock that is not there, or that nobody finished writing. */
function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function lives({ pid, place, began }: Holder, path: string): boolean {
  if (place !== PLACE) {
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: 0 };
    return Date.now() - mtimeMs < GONE_MS;
  }
  return exists(pid) && beginOf(pid) === began;
}

/** Of two processes that find the same dead lock one moves it; the other may have moved a new one, and puts it back. */
function moveAside(path: string, dead: Holder | undefined): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
    const moved = readHolder(aside);
    if (moved !== undefined && moved.id !== dead?.id) create(path, JSON.stringify(moved));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const PLACE = [
  hostname(),
  quietly(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
  quietly(() => readlinkSync('/proc/self/ns/pid')),
].join(' ');

/** Field 22 of /proc/<pid>/stat (proc_pid_stat(5)); undefined where there is no /proc. */
function beginOf(pid: number): string | undefined {
  const stat = quietly(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

function quietly<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
