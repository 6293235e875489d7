/** A column by what can be done with it: numbers and texts that are open, and what is masked or hidden. */
export interface Known {
  name: string;
  kind: 'number' | 'text' | 'masked' | 'hidden';
}
export interface Source {
  text: string;
  columns: readonly Known[];
}

const column =
  (kind: Known['kind']) =>
  (name: string): Known => ({ name, kind });
const [number, text, masked, hidden] = (['number', 'text', 'masked', 'hidden'] as const).map(column) as [
  (name: string) => Known,
  (name: string) => Known,
  (name: string) => Known,
  (name: string) => Known,
];

/** Of the shop in kept-shop.ts. */
const TABLES: readonly Source[] = [
  {
    text: 'customer',
    columns: [
      ...[number('id'), text('name'), text('city'), masked('email'), masked('salary'), masked('email_key')],
      ...[hidden('ssn'), hidden('ssn_key'), hidden('ctid')],
    ],
  },
  { text: 'public.customer', columns: [number('id'), text('name'), masked('email')] },
  { text: 'orders', columns: [number('id'), number('customer'), number('total'), text('state')] },
  { text: 'person', columns: [number('id'), text('name'), masked('email')] },
  { text: 'ONLY person', columns: [number('id'), text('name'), masked('email')] },
  { text: 'staff', columns: [number('id'), number('room'), masked('email')] },
  { text: 'event', columns: [number('id'), number('day'), masked('payload'), hidden('token')] },
  { text: 'event_old', columns: [number('id'), number('day'), masked('payload'), hidden('token')] },
  { text: 'other.customer', columns: [number('id'), text('color'), masked('email')] },
  { text: 'open_customer', columns: [number('id'), text('name'), text('city')] },
  { text: 'open_twice', columns: [text('city'), number('n')] },
  { text: 'cities', columns: [text('city'), number('n')] },
  { text: 'masked_itself', columns: [number('id'), masked('email')] },
];
const REFUSED: readonly Source[] = [
  ...['secret', 'with_secret', 'with_email', 'over_email', 'by_email', 'by_key', 'same', 'grade', 'team'].map(
    (text) => ({ text, columns: [number('id')] }),
  ),
  { text: 'whole', columns: [number('id'), masked('j')] },
  { text: 'pg_stats', columns: [text('tablename'), masked('most_common_vals')] },
  { text: 'kept_emails', columns: [masked('email')] },
];

/** What there is, and what is refused under the policy of kept-shop.ts. */
export interface Shop {
  tables: readonly Source[];
  refused: readonly Source[];
}

const POSTGRES: Shop = { tables: TABLES, refused: REFUSED };

/** What a shop has that is not of PostgreSQL alone. */
export const PLAIN: Shop = {
  tables: TABLES.filter(({ text }) => /^(?:customer|orders|event|other\.customer)$/.test(text)).map(
    (table) => ({
      ...table,
      columns: table.columns.filter(({ name }) => !/_key$|^ctid$/.test(name)),
    }),
  ),
  refused: REFUSED.filter(({ text }) => /^(?:secret|with_email|with_secret)$/.test(text)),
};

/** One statement of chance: `chance(n)` is a whole number below n. About one in ten names what is kept back. */
export function anySelect(chance: (below: number) => number, { tables, refused }: Shop = POSTGRES): string {
  return new Writer(chance, tables, refused).statement();
}

class Writer {
  readonly #chance: (below: number) => number;
  readonly #tables: readonly Source[];
  readonly #refused: readonly Source[];
  #aliases = 0;

  constructor(chance: (below: number) => number, tables: readonly Source[], refused: readonly Source[]) {
    this.#chance = chance;
    this.#tables = tables;
    this.#refused = refused;
  }

  statement(): string {
    const kind = this.#chance(12);
    if (kind === 0) return this.#recursive();
    if (kind === 1) return this.#with();
    if (kind === 2) {
      const set = this.#one(['UNION', 'UNION ALL', 'INTERSECT', 'EXCEPT', 'EXCEPT ALL']);
      return `${this.#select(2, 1)} ${set} ${this.#select(2, 1)} ORDER BY 1`;
    }
    return this.#select(2);
  }

  #one<T>(list: readonly T[]): T {
    return list[this.#chance(list.length)] as T;
  }

  #often(outOf: number): boolean {
    return this.#chance(outOf) === 0;
  }

  #recursive(): string {
    const { text, columns } = this.#place();
    const start = this.#value(columns, 'number');
    return `WITH RECURSIVE r(n, v) AS (SELECT 1, (${start})::text FROM ${text} UNION ALL
      SELECT n + 1, v FROM r WHERE n < 3) SELECT n, v, count(*) FROM r GROUP BY 1, 2 ORDER BY 1, 2`;
  }

  #with(): string {
    const how = this.#one(['', 'MATERIALIZED ', 'NOT MATERIALIZED ']);
    const inner = this.#select(1, 2);
    const outer = this.#place();
    return `WITH w(a, b) AS ${how}(${inner}) SELECT w.a, w.b, ${this.#value(outer.columns)} FROM w, ${outer.text} ORDER BY w.a, w.b LIMIT 20`;
  }

  #select(depth: number, width?: number): string {
    const places = Array.from({ length: 1 + this.#chance(depth + 1) }, () => this.#place(depth));
    const [first, ...others] = places as [Source, ...Source[]];
    const joined = others.map((other) => this.#join(first, other)).join('');
    const columns = places.flatMap((place) => place.columns);
    const where = this.#often(2) ? '' : ` WHERE ${this.#condition(columns, depth)}`;
    const from = `FROM ${first.text}${joined}${where}`;
    if (width === undefined && this.#often(5)) return this.#grouped(columns, from);
    const list = Array.from({ length: width ?? 1 + this.#chance(3) }, () =>
      this.#shown(columns, depth, width),
    );
    const distinct = width === undefined && this.#often(6) ? 'DISTINCT ' : '';
    const order = width === undefined && distinct === '' && this.#often(2) ? this.#order(columns) : '';
    return `SELECT ${distinct}${list.join(', ')} ${from}${order}${order !== '' && this.#often(2) ? ' LIMIT 7' : ''}`;
  }

  #grouped(columns: readonly Known[], from: string): string {
    const by = this.#name(columns);
    const over = this.#one([
      'count(*)',
      `min(${this.#name(columns)})`,
      `count(DISTINCT ${this.#name(columns)})`,
      `string_agg((${this.#name(columns)})::text, ',' ORDER BY (${this.#name(columns)})::text)`,
      `array_agg(${this.#name(columns)} ORDER BY ${this.#name(columns)})`,
      `jsonb_agg(${this.#name(columns)})`,
    ]);
    const sets = this.#one(['', '', 'ROLLUP', 'CUBE']);
    const having = this.#often(3) ? ' HAVING count(*) > 1' : '';
    return `SELECT ${by}, ${over} ${from} GROUP BY ${sets}(${by})${having} ORDER BY 1, 2`;
  }

  #order(columns: readonly Known[]): string {
    return ` ORDER BY ${this.#name(columns)}${this.#one(['', ' DESC', ' NULLS FIRST'])}, ${this.#name(columns)}`;
  }

  #join(first: Source, other: Source): string {
    const on = () =>
      `${this.#name(first.columns, 'number')} = ${this.#name(other.columns, 'number')}${this.#often(4) ? ` AND ${this.#condition([...first.columns, ...other.columns], 0)}` : ''}`;
    const kind = this.#chance(7);
    if (kind === 0) return `, ${other.text}`;
    if (kind === 1)
      return ` CROSS JOIN LATERAL (SELECT ${this.#value(other.columns)} AS v FROM ${other.text} WHERE ${on()} LIMIT 2) AS l${this.#aliases++}`.replace(
        / LIMIT 2/,
        ' ORDER BY 1 LIMIT 2',
      );
    if (kind === 2) return ` JOIN ${other.text} USING (${this.#one(['id', 'email', 'id, email', 'id'])})`;
    if (kind === 3) return ` NATURAL LEFT JOIN ${other.text}`;
    return ` ${this.#one(['JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN'])} ${other.text} ON ${on()}`;
  }

  #place(depth = 0): Source {
    const alias = `t${this.#aliases++}`;
    const table = this.#one(this.#often(25) ? this.#refused : this.#tables);
    const own = (columns: readonly Known[]) =>
      columns.map(({ name, kind }) => ({ name: `${alias}.${name}`, kind }));
    const nest = depth > 0 ? this.#chance(8) : 8;
    if (nest === 0)
      return {
        text: `(SELECT * FROM ${table.text}) AS ${alias}`,
        columns: own(table.columns.filter(({ kind }) => kind !== 'hidden')),
      };
    if (nest === 1)
      return {
        text: `(TABLE ${table.text}) AS ${alias}`,
        columns: own(table.columns.filter(({ kind }) => kind !== 'hidden')),
      };
    if (nest === 2)
      return {
        text: `(${this.#select(depth - 1, 2)}) AS ${alias}(a, b)`,
        columns: own([text('a'), text('b')]),
      };
    if (nest === 3 && !table.text.includes('.'))
      return {
        text: table.text,
        columns: table.columns.map(({ name, kind }) => ({
          name: `${table.text.replace('ONLY ', '')}.${name}`,
          kind,
        })),
      };
    return { text: `${table.text}${this.#one([' AS', ''])} ${alias}`, columns: own(table.columns) };
  }

  #name(columns: readonly Known[], kind?: Known['kind']): string {
    const wanted =
      kind ?? (this.#often(40) ? 'hidden' : this.#often(3) ? 'masked' : this.#one(['number', 'text']));
    const fitting = columns.filter((column) => column.kind === wanted);
    const open = columns.filter((column) => column.kind !== 'hidden');
    return this.#one(fitting.length > 0 ? fitting : open).name;
  }

  #value(columns: readonly Known[], kind?: Known['kind']): string {
    const name = this.#name(columns, kind);
    const [row, field] = name.split('.') as [string, string];
    const anything = [
      name,
      `(${name})::text`,
      `upper((${name})::text)`,
      `length((${name})::text)`,
      `coalesce((${name})::text, 'none')`,
      `CASE WHEN (${name})::text < 'm' THEN 1 ELSE 2 END`,
      `md5((${name})::text)`,
      `to_jsonb(${name})`,
      `json_build_object('v', ${name})`,
      `ROW(${name}, 1)`,
      `ARRAY[(${name})::text]`,
      `substr((${name})::text, 1, 1)`,
      `(${name} IS NULL)`,
      `greatest((${name})::text, 'c')`,
      `row_number() OVER (ORDER BY (${name})::text, ${this.#name(columns)})`,
      `lag((${name})::text) OVER (PARTITION BY (${this.#name(columns)})::text ORDER BY (${name})::text)`,
      `rank() OVER (ORDER BY (${name})::text)`,
    ];
    const rows = [`(${row}).${field}`, `${field}(${row})`, `to_jsonb(${row})`, `${row}::text`, `${row}`];
    return this.#one(this.#often(6) && field !== undefined ? rows : anything);
  }

  #shown(columns: readonly Known[], depth: number, width?: number): string {
    if (width === undefined && this.#often(10)) return this.#one(['*', 'count(*) OVER ()']);
    if (depth > 0 && this.#often(12)) {
      const { text, columns: inner } = this.#place();
      const where = `${this.#name(inner, 'number')} = ${this.#name(columns, 'number')}`;
      return `(SELECT max((${this.#name(inner)})::text) FROM ${text} WHERE ${where})`;
    }
    const value = this.#value(columns);
    // What is to be one of two sides, or to be compared further out, is text on all.
    return width === undefined ? value : `(${value})::text`;
  }

  #condition(columns: readonly Known[], depth: number): string {
    const name = this.#name(columns);
    const plain = [
      `(${name})::text LIKE '%${this.#one(['1', 'e', '@', 'n'])}%'`,
      `${name} IS NOT NULL`,
      `${this.#name(columns, 'number')} < ${this.#chance(30)}`,
      `(${name})::text > '${this.#one(['b', 'm', '3'])}'`,
      `(${name})::text ~ '^[a-d]'`,
      `(${name})::text IN ('Oslo', '‹masked›', 'a1@1.example')`,
      `${name} IS DISTINCT FROM ${name}`,
      `(${name})::text BETWEEN 'a' AND 'n'`,
      `(${name})::text = (${this.#name(columns)})::text`,
      `NOT ((${name})::text = ANY (ARRAY['n1', 'new']))`,
      `1 / length((${name})::text) >= 0`,
      `(${name})::text::numeric > 5`,
    ];
    if (depth === 0 || this.#often(2)) return this.#one(plain);
    const inner = this.#place();
    const on = `${this.#name(inner.columns)}::text = ${name}::text`;
    return this.#one([
      `EXISTS (SELECT FROM ${inner.text} WHERE ${on})`,
      `(${name})::text IN (SELECT (${this.#name(inner.columns)})::text FROM ${inner.text})`,
      `(SELECT count(*) FROM ${inner.text} WHERE ${on}) > 1`,
      `(${name})::text > ALL (SELECT (${this.#name(inner.columns)})::text FROM ${inner.text})`,
    ]);
  }
}
