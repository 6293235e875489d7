import { ToolError } from '@ashlar/kit/errors';
import type {
  DuckDBArrayType,
  DuckDBListType,
  DuckDBMapType,
  DuckDBMapValue,
  DuckDBStructType,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBType,
  DuckDBUnionType,
  DuckDBUnionValue,
  DuckDBValue,
} from '@duckdb/node-api';
import { shortestFloat } from '../values/shortest-float.ts';
import type { Driver } from './driver.ts';

const MICROS_OF_MINUTE = 60_000_000n;

/**
 * The text of a value that JSON has no form for. Where the driver would write another value than DuckDB does it is written
 * here: infinite dates, times in a zone that has summers, floats of 32 bits within a list, rows without names.
 */
export class Texts {
  readonly #driver: Driver;

  constructor(driver: Driver) {
    this.#driver = driver;
  }

  of(value: DuckDBValue, type: DuckDBType): string {
    const { DuckDBDateValue, DuckDBTimestampTZValue, DuckDBListValue, DuckDBArrayValue } = this.#driver;
    const { DuckDBStructValue, DuckDBMapValue, DuckDBUnionValue } = this.#driver;
    if (value instanceof DuckDBDateValue && !value.isFinite) return value.days > 0 ? 'infinity' : '-infinity';
    if (value instanceof DuckDBTimestampTZValue && value.isFinite) return this.#zoned(value);
    if (value instanceof DuckDBListValue) return this.#list(value.items, type as DuckDBListType);
    if (value instanceof DuckDBArrayValue) return this.#list(value.items, type as DuckDBArrayType);
    if (value instanceof DuckDBStructValue) return this.#struct(value, type as DuckDBStructType);
    if (value instanceof DuckDBMapValue) return this.#map(value, type as DuckDBMapType);
    if (value instanceof DuckDBUnionValue) return this.#union(value, type as DuckDBUnionType);
    return String(value);
  }

  /** A row without names, whose fields the driver gives only one by one. */
  row(field: (at: number) => DuckDBValue, { entryTypes }: DuckDBStructType): string {
    return `(${entryTypes.map((type, at) => this.#within(field(at), type)).join(', ')})`;
  }

  #list(items: readonly DuckDBValue[], { valueType }: DuckDBListType | DuckDBArrayType): string {
    return `[${items.map((item) => this.#within(item, valueType)).join(', ')}]`;
  }

  #struct({ entries }: DuckDBStructValue, type: DuckDBStructType): string {
    if (isUnnamed(type)) throw unnamed();
    const entry = (name: string, at: number) =>
      `${quoted(name)}: ${this.#within(entries[name] ?? null, type.entryTypes[at] as DuckDBType)}`;
    return `{${type.entryNames.map(entry).join(', ')}}`;
  }

  #map({ entries }: DuckDBMapValue, { keyType, valueType }: DuckDBMapType): string {
    const entry = ({ key, value }: (typeof entries)[number]) =>
      `${this.#within(key, keyType)}: ${this.#within(value, valueType)}`;
    return `{${entries.map(entry).join(', ')}}`;
  }

  #union({ tag, value }: DuckDBUnionValue, { memberTags, memberTypes }: DuckDBUnionType): string {
    return typeof value === 'string'
      ? value
      : this.#within(value, memberTypes[memberTags.indexOf(tag)] as DuckDBType);
  }

  #within(value: DuckDBValue, type: DuckDBType): string {
    if (value === null) return 'NULL';
    if (typeof value === 'string') return quoted(value);
    if (typeof value !== 'number') return this.of(value, type);
    if (Object.is(value, -0)) return '-0.0';
    return String(type.typeId === this.#driver.DuckDBTypeId.FLOAT ? shortestFloat(value) : value);
  }

  /** In the zone of this process, which is that of DuckDB, with the offset that held there then. */
  #zoned({ micros }: DuckDBTimestampTZValue): string {
    // Beyond the year 275760 JavaScript knows no dates, and no zones.
    const minutes = -Math.round(new Date(Number(micros / 1_000n)).getTimezoneOffset() || 0);
    const local = new this.#driver.DuckDBTimestampValue(micros + BigInt(minutes) * MICROS_OF_MINUTE);
    const two = (part: number) => String(part).padStart(2, '0');
    const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
    return `${local}${minutes < 0 ? '-' : '+'}${two(hours)}${rest === 0 ? '' : `:${two(rest)}`}`;
  }
}

/** Whether fields of a row have no names, or one name is that of several. */
export function isUnnamed({ entryNames }: DuckDBStructType): boolean {
  return new Set(entryNames).size < entryNames.length || entryNames.includes('');
}

function unnamed(): ToolError {
  return new ToolError('invalid_input', 'sql: a row without names is within another value.', {
    hint: 'Name its fields: {a: …, b: …}.',
  });
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
