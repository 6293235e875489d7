import type { VaultFile } from '../index/vault-file.ts';
import type { FileLinks } from './file-links.ts';

/** Links of many files as the rows of one list: only how many a file has is kept, not the links. */
export interface FileRows {
  files: readonly FileLinks[];
  rowsOf(file: FileLinks): number;
}

/** A file whose rows are told from this one of them on, from 0. */
export interface FileFrom {
  file: VaultFile;
  row: number;
}

export function totalOf({ files, rowsOf }: FileRows): number {
  return files.reduce((total, file) => total + rowsOf(file), 0);
}

/** The files that have rows from one of the whole list on. */
export function* filesFrom({ files, rowsOf }: FileRows, row: number): Generator<FileFrom> {
  let end = 0;
  for (const each of files) {
    const start = end;
    end += rowsOf(each);
    if (row < end) yield { file: each.file, row: Math.max(0, row - start) };
  }
}

/** What such a row is known by: undefined behind the last one. */
export function keyIn(rows: FileRows, row: number): string | undefined {
  const { value } = filesFrom(rows, row).next();
  return value === undefined ? undefined : JSON.stringify([value.file.path, value.row]);
}
