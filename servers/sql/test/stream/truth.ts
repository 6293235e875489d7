/** What a value is, by the word of the driver alone. Nothing here knows how the server writes it. */
export type Truth =
  | null
  | boolean
  | { integer: bigint }
  /** With 64 bits. */
  | { real: number }
  /** With 32 bits: the shortest decimal that is this number says it whole. */
  | { float: number }
  | { text: string }
  | { bytes: Uint8Array };

/** What a database answers to who asks it directly. */
export interface Told {
  names: string[];
  rows: Truth[][];
}

/** A driver without anything of ours around it. */
export interface Direct {
  /** Throws what the driver throws. */
  ask(sql: string, params?: Given): Promise<Told>;
  /** It finds rows in any order, where a question asks for none, and what depends on that is one thing or another. */
  unordered?: boolean;
  close(): Promise<void>;
}

export type GivenValue = null | boolean | number | string;
export type Given = readonly GivenValue[] | Readonly<Record<string, GivenValue>>;

/** Bytes of a blob that an answer shows. */
const SHOWN = 64;

/** Characters of a column's name that an answer shows. */
const NAME_SHOWN = 128;

/** Whether a cell of an answer, as JSON has it, says all that is true and nothing else. */
export function says(cell: unknown, truth: Truth): boolean {
  if (truth === null || typeof truth === 'boolean') return cell === truth;
  if ('integer' in truth) return saysInteger(cell, truth.integer);
  if ('real' in truth) return saysReal(cell, truth.real);
  if ('float' in truth) return saysFloat(cell, truth.float);
  return 'text' in truth ? cell === truth.text : saysBytes(cell, truth.bytes);
}

function saysInteger(cell: unknown, integer: bigint): boolean {
  const exact = integer >= -(2n ** 53n) && integer <= 2n ** 53n;
  if (typeof cell === 'number') return exact && Number.isInteger(cell) && BigInt(cell) === integer;
  return cell === integer.toString();
}

function saysReal(cell: unknown, real: number): boolean {
  if (Number.isFinite(real) && !Object.is(real, -0)) return cell === real;
  return typeof cell === 'string' && cell !== '' && Object.is(Number(cell), real);
}

function saysFloat(cell: unknown, float: number): boolean {
  if (typeof cell !== 'number') return saysReal(cell, float);
  return Math.fround(cell) === float && String(cell).length <= String(float).length;
}

function saysBytes(cell: unknown, bytes: Uint8Array): boolean {
  if (typeof cell !== 'object' || cell === null) return false;
  const { $bytes, base64 } = cell as { $bytes?: unknown; base64?: unknown };
  return $bytes === bytes.length && base64 === Buffer.from(bytes.subarray(0, SHOWN)).toString('base64');
}

export interface Shown {
  columns: readonly { name: string }[];
  rows: readonly (readonly unknown[])[];
}

/** Where an answer is not what the database told, in one line; undefined where it is the same. */
export function difference({ columns, rows }: Shown, told: Told): string | undefined {
  const names = columns.map(({ name }) => name);
  if (JSON.stringify(names) !== JSON.stringify(told.names.map(shownName)))
    return `${names}, not ${told.names}`;
  if (rows.length !== told.rows.length) return `${rows.length} rows, not ${told.rows.length}`;
  for (const [at, row] of told.rows.entries()) {
    const cells = rows[at] ?? [];
    const column = row.findIndex((truth, column) => !says(cells[column], truth));
    if (column >= 0) return `row ${at}, ${names[column]}: ${shown(cells[column])}, not ${shown(row[column])}`;
    if (cells.length !== row.length) return `row ${at} has ${cells.length} cells`;
  }
  return undefined;
}

/** An answer with its rows in the order in which they were told, as far as they are the same rows. */
export function inOrderOf(answer: Shown, told: Told): Shown {
  const left = [...answer.rows];
  const rows = told.rows.flatMap((row) => {
    const at = left.findIndex((cells) => row.every((truth, column) => says(cells[column], truth)));
    return at < 0 ? [] : left.splice(at, 1);
  });
  return { ...answer, rows: [...rows, ...left] };
}

function shownName(name: string): string {
  return name.length <= NAME_SHOWN ? name : `${name.slice(0, NAME_SHOWN - 1)}…`;
}

function shown(value: unknown): string {
  return JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? `${part}n` : part));
}
