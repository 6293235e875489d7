import { parentPort, workerData } from 'node:worker_threads';
import { openSource } from '../disk/open-source.ts';
import { readNote } from '../disk/read-note.ts';
import { openYaml, parseWords } from '../note/parse-note.ts';
import { excerptOf } from './excerpt.ts';
import { Filler } from './filler.ts';
import { filterWords } from './filters.ts';
import type { Answers, Ask, FromThread, Start, ToThread } from './messages.ts';
import { discard, openDatabase } from './open-database.ts';
import { Store } from './store.ts';

/** Milliseconds of work between two looks at what is asked. */
const SLICE_MS = 15;

const { vault, linked, file, anew } = workerData as Start;
const source = openSource({ vault, linked, warn: () => undefined });
const rows: number[] = [];
const readYaml = await openYaml();

function tell(message: FromThread): void {
  parentPort?.postMessage(message);
}

function tellRows(): void {
  if (rows.length === 0) return;
  tell({ kind: 'rows', rows: Int32Array.from(rows.splice(0)) });
}

/** Answers what is asked, and works on what is ordered in between. Ends the thread when the index cannot be relied on. */
function serve(store: Store): void {
  let working = false;
  const filler = new Filler(source, store, (id) => rows.push(id), readYaml);
  const work = () => {
    working = guarded(() => filler.work(SLICE_MS)) ?? false;
    tellRows();
    tell({ kind: 'done', orders: filler.finished });
    if (working) setImmediate(work);
  };
  parentPort?.on('message', (message: ToThread) => {
    if (message.kind === 'close') return close(store);
    if (message.kind === 'ask') return answer(message, store);
    filler.order(message);
    if (!working) setImmediate(work);
    working = true;
  });
}

function answer({ id, ask }: { id: number; ask: Ask }, store: Store): void {
  guarded(() => {
    try {
      tell({ kind: 'answer', id, answer: answerTo(ask, store) });
    } catch (error) {
      if (isSqlite(error)) throw error;
      tell({ kind: 'fault', id, error: error as Error });
    }
  });
}

function isSqlite(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_SQLITE_ERROR';
}

function answerTo(ask: Ask, store: Store): Answers[Ask['kind']] {
  if (ask.kind === 'rank') return store.rank(ask.expression);
  return ask.paths.map((path) => {
    const note = readNote(source, path);
    if (note.kind !== 'text' || !answersAll(path, note.text, ask.filters)) return undefined;
    return excerptOf(path, note.text, ask.query);
  });
}

/** Whether a note as it is now still has all of these words for filters. */
function answersAll(path: string, text: string, wanted: readonly string[]): boolean {
  if (wanted.length === 0) return true;
  const words = new Set(filterWords(path, parseWords(text, readYaml)));
  return wanted.every((word) => words.has(word));
}

/** Whatever SQLite throws here means that the index is damaged, or that there is no room for it. */
function guarded<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    tell({ kind: 'failed', why: 'damaged' });
    parentPort?.close();
    return undefined;
  }
}

function close(store: Store): void {
  guarded(() => {
    store.commit();
    store.close();
  });
  parentPort?.close();
}

if (anew && file !== undefined) discard(file);
const opened = openDatabase(file, vault.real);
if (opened === undefined) tell({ kind: 'failed', why: 'no_sqlite' });
else {
  tell({ kind: 'opened', kept: opened.kept });
  serve(new Store(opened.database));
}
