import mysql from 'mysql2/promise';
import type { Direct, Told, Truth } from './truth.ts';

/** Numbers of types in the protocol. */
const TYPE = { float: 4, double: 5, bit: 16 };
const INTEGERS: readonly number[] = [1, 2, 3, 8, 9, 13];
const TIMES: readonly number[] = [7, 11, 12];
/** Decimals of a column that has not a fixed number of them. */
const NOT_FIXED = 31;

interface Field {
  name: string;
  columnType: number;
  decimals: number;
}

/** In the text protocol the server writes every value itself. */
const WRITTEN = { rowsAsArray: true, typeCast: (field: { buffer(): Buffer | null }) => field.buffer() };
const BOUND = {
  rowsAsArray: true,
  supportBigNumbers: true,
  bigNumberStrings: true,
  dateStrings: true,
  typeCast: (field: { type: string; buffer(): Buffer | null }, next: () => unknown) =>
    field.type === 'GEOMETRY' ? field.buffer() : next(),
};

/**
 * mysql2, with a connection for each question: what was asked before decides in which order MariaDB finds equal rows.
 * Without values the word of the server is taken in both protocols: it writes everything itself, but floats, of which
 * only the prepared one has all digits. With values there is only that.
 */
export function directMariaDb(url: string): Direct {
  const uri = url.replace('mariadb:', 'mysql:');
  return {
    unordered: true,
    async ask(sql, params = []) {
      const connection = await mysql.createConnection({ uri, charset: 'utf8mb4', jsonStrings: true });
      try {
        return await told(connection, sql, params as readonly unknown[]);
      } finally {
        connection.destroy();
      }
    },
    close: async () => undefined,
  };
}

async function told(connection: mysql.Connection, sql: string, given: readonly unknown[]): Promise<Told> {
  const [bound, fields] = (await connection.execute(
    { sql, ...BOUND },
    given.map(whole) as never,
  )) as unknown as [unknown[][], Field[]];
  const [written] = (given.length > 0
    ? []
    : await connection.query({ sql, ...WRITTEN } as never)) as unknown as [unknown[][]?];
  const rows = bound.map((row, at) =>
    row.map((value, column) => {
      const field = fields[column] as Field;
      const isWritten = !isFloat(field) && typeof value !== 'object';
      return truthOf(isWritten ? String(written?.[at]?.[column] ?? value) : value, field);
    }),
  );
  return { names: fields.map(({ name }) => name), rows };
}

/** The driver would send every number as a double. */
function whole(value: unknown): unknown {
  return Number.isSafeInteger(value) ? mysql.TypedParameter.BIGINT(value as number) : value;
}

function isFloat({ columnType }: Field): boolean {
  return columnType === TYPE.float || columnType === TYPE.double;
}

function truthOf(raw: unknown, { columnType, decimals }: Field): Truth {
  if (raw === null) return null;
  if (columnType === TYPE.bit) return { integer: BigInt(`0x${(raw as Buffer).toString('hex')}`) };
  if (Buffer.isBuffer(raw)) return { bytes: raw };
  if (columnType === TYPE.float) return { float: raw as number };
  if (columnType === TYPE.double) return { real: raw as number };
  const text = String(raw);
  if (INTEGERS.includes(columnType)) return { integer: BigInt(text) };
  return { text: TIMES.includes(columnType) ? inFull(text, decimals) : text };
}

/** The driver leaves out zeros at the end of a fraction of a second. */
function inFull(time: string, decimals: number): string {
  if (decimals === 0 || decimals >= NOT_FIXED) return time;
  const [seconds, fraction = ''] = time.split('.');
  return `${seconds}.${fraction.padEnd(decimals, '0')}`;
}
