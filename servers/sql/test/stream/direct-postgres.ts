import pg from 'pg';
import type { Direct, Given, Truth } from './truth.ts';

/** Object ids of PostgreSQL's own types, from its pg_type.dat. */
const OID = { bool: 16, bytea: 17, int8: 20, int2: 21, int4: 23, oid: 26, float4: 700, float8: 701 };
const INTEGERS: readonly number[] = [OID.int2, OID.int4, OID.int8, OID.oid];
const REALS: readonly number[] = [OID.float4, OID.float8];

/** pg, with every value in the text that the server sent. */
export async function directPostgres(url: string): Promise<Direct> {
  const client = new pg.Client(url);
  await client.connect();
  return {
    async ask(sql, params: Given = []) {
      const { rows, fields } = await client.query<(string | null)[]>({
        text: sql,
        values: [...(params as readonly unknown[])],
        rowMode: 'array',
        types: { getTypeParser: () => (text: string) => text },
      } as never);
      const types = fields.map(({ dataTypeID }) => dataTypeID);
      return {
        names: fields.map(({ name }) => name),
        rows: rows.map((row) => row.map((text, at) => truthOf(text, types[at] ?? 0))),
      };
    },
    close: () => client.end(),
  };
}

function truthOf(text: string | null, oid: number): Truth {
  if (text === null) return null;
  if (oid === OID.bool) return text === 't';
  if (INTEGERS.includes(oid)) return { integer: BigInt(text) };
  if (REALS.includes(oid)) return { real: Number(text) };
  return oid === OID.bytea ? { bytes: Buffer.from(text.slice(2), 'hex') } : { text };
}
