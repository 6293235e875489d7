import type { FieldPacket, PoolConnection } from 'mysql2';
import type { Column, Told } from '../engine/answer.ts';
import type { PageCaps } from '../engine/caps.ts';
import type { Plan } from '../engine/engine.ts';
import type { Cell } from '../values/cell.ts';
import { Collector } from '../values/collector.ts';
import { mysqlCell } from './cell.ts';
import { typeName } from './type-name.ts';

export interface Asked {
  sql: string;
  /** As the driver takes them. */
  params: readonly unknown[];
}

type Field = FieldPacket & { columnType: number; characterSet: number; orgTable?: string };

/** Text and buffers as they come: integers of 64 bits, decimals, dates and JSON are not turned into anything. */
const AS_SENT = {
  rowsAsArray: true,
  supportBigNumbers: true,
  bigNumberStrings: true,
  dateStrings: true,
  typeCast: (field: { type: string; buffer(): unknown }, next: () => unknown) =>
    field.type === 'GEOMETRY' ? field.buffer() : next(),
};

/**
 * Asks with a statement that the server prepares: it takes one only, and values never become part of it. Reads row by
 * row until a cap is reached; then the rest is left to who ends the connection.
 */
export function readRows(connection: PoolConnection, { sql, params }: Asked, caps: PageCaps): Promise<Told> {
  const collector = new Collector(caps);
  return new Promise((resolve, reject) => {
    let fields: Field[] = [];
    const command = connection.execute({ sql, ...AS_SENT } as never, [...params] as never);
    command.on('error', reject);
    command.on('fields', (described: Field[]) => {
      fields = described;
      collector.columns = fields.map(columnOf);
    });
    command.on('result', (row: unknown) => {
      if (!Array.isArray(row) || collector.full) return;
      if (collector.add(row.map((value, at) => cellOf(value, fields[at], caps.cell)))) return;
      connection.pause();
      resolve(collector.finish());
    });
    command.on('end', () => resolve(collector.finish()));
  });
}

function cellOf(value: unknown, field: Field | undefined, cap: number): Cell {
  return mysqlCell(value, field?.columnType ?? 0, Number(field?.decimals ?? 0), cap);
}

function columnOf(field: Field): Column {
  const table = field.orgTable === undefined || field.orgTable === '' ? {} : { table: field.orgTable };
  return { name: field.name, type: typeName(field), ...table };
}

/** One line a step of the plan: what is not null of what the server says of it. */
export function readPlan(connection: PoolConnection, { sql, params }: Asked): Promise<Plan> {
  return new Promise((resolve, reject) => {
    connection.execute(`EXPLAIN ${sql}`, [...params] as never, (error, rows) => {
      if (error) return reject(error);
      const steps = rows as unknown as Record<string, unknown>[];
      const told = (step: Record<string, unknown>) =>
        Object.entries(step).filter(([, value]) => value !== null);
      resolve({
        lines: steps.map((step) =>
          told(step)
            .map(([name, value]) => `${name}=${value}`)
            .join(' '),
        ),
      });
    });
  });
}
