/** What the protocol calls types: https://dev.mysql.com/doc/dev/mysql-server/latest/field__types_8h.html */
const NAMES: Readonly<Record<number, string>> = {
  0: 'decimal',
  1: 'tinyint',
  2: 'smallint',
  3: 'int',
  4: 'float',
  5: 'double',
  6: 'null',
  7: 'timestamp',
  8: 'bigint',
  9: 'mediumint',
  10: 'date',
  11: 'time',
  12: 'datetime',
  13: 'year',
  16: 'bit',
  245: 'json',
  246: 'decimal',
  247: 'enum',
  248: 'set',
  252: 'text',
  253: 'varchar',
  254: 'char',
  255: 'geometry',
};
const BINARY: Readonly<Record<string, string>> = { text: 'blob', varchar: 'varbinary', char: 'binary' };
const UNSIGNED = 32;
/** The number of the character set of bytes. */
const BYTES = 63;
const INTEGERS = /int$/;

interface Field {
  columnType: number;
  characterSet: number;
  flags: unknown;
}

export function typeName({ columnType, characterSet, flags }: Field): string {
  const name = NAMES[columnType] ?? 'unknown';
  if (INTEGERS.test(name) && (Number(flags) & UNSIGNED) !== 0) return `${name} unsigned`;
  return characterSet === BYTES ? (BINARY[name] ?? name) : name;
}
