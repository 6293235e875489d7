/** A statement that was made by chance, and whether it uses anything that the shop keeps back. */
export interface Made {
  sql: string;
  touches: boolean;
}

interface Source {
  name: string;
  open: readonly string[];
  masked?: readonly string[];
  hidden?: readonly string[];
  /** Nothing of it can be asked about, whichever column. */
  closed?: true;
}

interface Listed extends Source {
  alias: string;
}

const SOURCES: readonly Source[] = [
  {
    name: 'customer',
    open: ['id', 'name', 'country', 'points', 'tag', 'named', 'rowid'],
    masked: ['email', 'lowered'],
    hidden: ['secret'],
  },
  { name: 'customer', open: ['id', 'name', 'country', 'points'], masked: ['email'] },
  { name: 'orders', open: ['id', 'customer', 'total', 'placed'], masked: ['note'] },
  { name: 'line', open: ['ord', 'n', 'product', 'amount'], hidden: ['memo'] },
  { name: 'ticket', open: ['id', 'open', 'customer', 'rowid'], masked: ['phone'], hidden: ['rating'] },
  { name: 'plain', open: ['a', 'b', 'c'] },
  { name: 'v_customer', open: ['id', 'name', 'country'], masked: ['contact'] },
  { name: 'v_orders', open: ['id', 'total', 'name'] },
  { name: 'v_nested', open: ['name'], masked: ['contact'] },
  { name: 'page', open: ['title', 'content', 'rowid'] },
  { name: 'names', open: ['name', 'rowid'] },
  { name: 'area', open: ['id', 'x0', 'x1'] },
  { name: 'page_words', open: ['term', 'doc'] },
  { name: 'json_each(\'[1,2,"Ann"]\')', open: ['value', 'key'] },
  ...[
    'audit',
    'v_audit',
    'v_secret',
    'v_loud',
    'v_private',
    'ledger',
    'mails',
    'body',
    'diary',
    'diary_words',
  ].map(
    (name): Source => ({
      name,
      open: ['rowid', 'id', 'who', 'n', 'loud', 'a', 'amount', 'email', 'term'],
      closed: true,
    }),
  ),
  { name: 'sqlite_schema', open: ['name', 'sql'], closed: true },
  { name: "pragma_table_info('audit')", open: ['name'], closed: true },
];
const CLOSED = SOURCES.filter(({ closed }) => closed);
const OPEN = SOURCES.filter(({ closed }) => !closed);
const LITERALS = ['1', '2', "'Ann'", "'de'", "'%a%'", 'NULL', '0', "'tea'", '3.5'];

/** Makes a SELECT out of numbers from 0 to 1. */
export class Maker {
  readonly #random: () => number;
  #aliases = 0;
  #touches = false;

  constructor(random: () => number) {
    this.#random = random;
  }

  statement(): Made {
    const sql = this.#chance(0.15) ? this.#with() : this.#chance(0.15) ? this.#compound() : this.#select(2);
    return { sql, touches: this.#touches };
  }

  #with(): string {
    const inner = this.#select(1, { columns: 2 });
    const kind = this.#of(['', 'MATERIALIZED ', 'NOT MATERIALIZED ']);
    if (this.#chance(0.6)) {
      const rest = this.#of([
        'SELECT * FROM w',
        'SELECT x, count(*) FROM w GROUP BY x ORDER BY x',
        'SELECT a.y, b.x FROM w a JOIN w b ON a.x = b.x',
        'SELECT upper(y) FROM w',
        'SELECT x FROM w WHERE y > 1',
        'SELECT y, x FROM w ORDER BY x',
        'SELECT DISTINCT y FROM w',
      ]);
      return `WITH w(x, y) AS ${kind}(${inner}) ${rest}`;
    }
    const step = this.#of(['r.n + 1, r.v', 'r.n + 1, r.v || r.n', 'r.n + 1, customer.name']);
    const from = step.includes('customer') ? 'r JOIN customer ON customer.id = r.n' : 'r';
    const seed = this.#of([
      "SELECT 1, 'a'",
      `SELECT 1, ${this.#column(this.#listed('customer'))} FROM customer AS c0`,
    ]);
    const union = this.#of(['UNION ALL', 'UNION ALL', 'UNION']);
    return `WITH RECURSIVE r(n, v) AS (${seed} ${union} SELECT ${step} FROM ${from} WHERE r.n < 4) SELECT * FROM r`;
  }

  #listed(name: string): Listed[] {
    const source = SOURCES.find((one) => one.name === name) as Source;
    return [{ ...source, alias: 'c0' }];
  }

  #compound(): string {
    const columns = 1 + this.#upTo(2);
    const parts = [this.#select(1, { columns, bare: true }), this.#select(1, { columns, bare: true })];
    const operator = this.#of(['UNION', 'UNION ALL', 'UNION ALL', 'INTERSECT', 'EXCEPT']);
    return `${parts.join(` ${operator} `)}${this.#chance(0.5) ? ' ORDER BY 1' : ''}${this.#chance(0.3) ? ' LIMIT 5' : ''}`;
  }

  #select(depth: number, { columns = 1 + this.#upTo(3), bare = false } = {}): string {
    const listed: Listed[] = [];
    let from = '';
    for (let at = this.#of([1, 1, 1, 2, 2, 3]); at > 0; at--) from += this.#joined(listed, depth);
    const grouped = this.#chance(0.2);
    const shown = Array.from({ length: columns }, () => this.#shown(listed, depth, grouped)).join(', ');
    const distinct = this.#chance(0.1) ? 'DISTINCT ' : '';
    const all = columns === 3 && depth === 2 && this.#chance(0.1) ? this.#star(listed) : shown;
    let sql = `SELECT ${distinct}${all} FROM ${from}`;
    if (this.#chance(0.5)) sql += ` WHERE ${this.#condition(listed, depth)}`;
    if (grouped)
      sql += ` GROUP BY ${this.#column(listed)}${this.#chance(0.3) ? ` HAVING ${this.#aggregate(listed)} > 1` : ''}`;
    if (!bare && this.#chance(0.4))
      sql += ` ORDER BY ${this.#expression(listed, 0)}${this.#of(['', ' DESC'])}`;
    if (!bare && this.#chance(0.25)) sql += ` LIMIT ${1 + this.#upTo(5)}${this.#of(['', ' OFFSET 1'])}`;
    return sql;
  }

  #joined(listed: Listed[], depth: number): string {
    const alias = `t${this.#aliases++}`;
    if (depth > 0 && this.#chance(0.12)) {
      const join = listed.length === 0 ? '' : ', ';
      listed.push({ name: alias, alias, open: ['q1', 'q2'] });
      return `${join}(SELECT x.q1, x.q2 FROM (${this.#select(depth - 1, { columns: 2 })}) AS z JOIN (SELECT 1 AS q1, 'Ann' AS q2) AS x) AS ${alias}`;
    }
    const source = this.#chance(0.06) ? this.#of(CLOSED) : this.#of(OPEN);
    if (source.closed) this.#touches = true;
    const first = listed.length === 0;
    listed.push({ ...source, alias });
    const text = `${source.name} AS ${alias}`;
    if (first) return text;
    const kind = this.#of([
      ', ',
      ' JOIN ',
      ' LEFT JOIN ',
      ' CROSS JOIN ',
      ' NATURAL JOIN ',
      ' RIGHT JOIN ',
      ' FULL JOIN ',
    ]);
    if (kind.includes('NATURAL') && listed.some(({ masked, hidden }) => masked ?? hidden))
      this.#touches = true;
    const on = /^ (?:LEFT |RIGHT |FULL )?JOIN/.test(kind);
    return `${kind}${text}${on ? ` ON ${this.#column(listed)} = ${this.#column(listed)}` : ''}`;
  }

  #star(listed: readonly Listed[]): string {
    if (listed.some(({ masked, hidden }) => masked ?? hidden)) this.#touches = true;
    return this.#of(['*', `${listed[0]?.alias}.*`]);
  }

  #column(listed: readonly Listed[], kept = 0.04): string {
    const { alias, open, masked = [], hidden = [] } = this.#of(listed);
    const secret = [...masked, ...masked, ...hidden];
    if (secret.length > 0 && this.#chance(kept)) {
      this.#touches = true;
      return `${alias}.${this.#of(secret)}`;
    }
    return `${alias}.${this.#of(open)}`;
  }

  #shown(listed: readonly Listed[], depth: number, grouped: boolean): string {
    const named = this.#chance(0.3) ? ' AS named' : '';
    if (grouped && this.#chance(0.5)) return this.#aggregate(listed) + named;
    if (this.#chance(0.45)) return this.#column(listed, 0.35) + named;
    if (this.#chance(0.1)) return this.#window(listed) + named;
    return this.#expression(listed, depth) + named;
  }

  #aggregate(listed: readonly Listed[]): string {
    const column = this.#column(listed);
    return this.#of([
      'count(*)',
      `count(${column})`,
      `max(${column})`,
      `sum(${column})`,
      `group_concat(${column})`,
      `count(DISTINCT ${column})`,
    ]);
  }

  #window(listed: readonly Listed[]): string {
    const [value, other] = [this.#column(listed, 0.2), this.#column(listed)];
    const call = this.#of([
      'row_number()',
      `lag(${value})`,
      `first_value(${value})`,
      `sum(${value})`,
      'rank()',
      'count(*)',
    ]);
    return `${call} OVER (${this.#of(['', `PARTITION BY ${other} `])}ORDER BY ${this.#column(listed)})`;
  }

  #expression(listed: readonly Listed[], depth: number): string {
    const [a, b] = [this.#column(listed), this.#column(listed)];
    const masked = this.#column(listed, 0.2);
    if (depth > 0 && this.#chance(0.15))
      return `(${this.#select(depth - 1, { columns: 1 })} LIMIT 1)`.replace(
        / LIMIT \d+(?: OFFSET 1)? LIMIT 1\)$/,
        ' LIMIT 1)',
      );
    return this.#of([
      a,
      a,
      this.#of(LITERALS),
      `upper(${a})`,
      `substr(${a}, 1, 2)`,
      `typeof(${a})`,
      `length(${a})`,
      `hex(${a})`,
      `quote(${a})`,
      `json_array(${a}, ${b})`,
      `json_object('k', ${a})`,
      `printf('%s|%s', ${a}, ${b})`,
      `coalesce(${a}, ${b})`,
      `${a} || ${b}`,
      `${a} + 1`,
      `iif(${a} > 2, ${masked}, ${b})`,
      `CASE ${a} WHEN 2 THEN ${masked} ELSE ${b} END`,
      `CASE WHEN ${a} IS NULL THEN ${b} END`,
      `CAST(${a} AS TEXT)`,
      `max(${a}, ${b})`,
      `nullif(${a}, ${b})`,
      `strftime('%Y', ${a})`,
      `concat(${a}, '-', ${b})`,
      `${a} LIKE '%a%'`,
      `json_extract(json_array(${a}), '$[0]')`,
      `-${a}`,
      `${a} IS ${b}`,
      `unicode(${a})`,
      `instr(${a}, ${b})`,
    ]);
  }

  #condition(listed: readonly Listed[], depth: number): string {
    const [a, b] = [this.#column(listed), this.#column(listed)];
    if (this.#chance(0.25))
      return `${this.#condition(listed, 0)} ${this.#of(['AND', 'OR'])} ${this.#condition(listed, 0)}`;
    if (depth > 0 && this.#chance(0.2)) {
      const inner = this.#select(depth - 1, { columns: 1 });
      return this.#of([
        `${a} IN (${inner})`,
        `EXISTS (${inner})`,
        `${a} > (${inner})`,
        `NOT EXISTS (${inner})`,
      ]);
    }
    return this.#of([
      `${a} = ${this.#of(LITERALS)}`,
      `${a} > ${this.#of(LITERALS)}`,
      `${a} = ${b}`,
      `${a} LIKE 'A%'`,
      `${a} GLOB 'A*'`,
      `${a} IS NOT NULL`,
      `${a} IS NULL`,
      `${a} BETWEEN 1 AND 5`,
      `(${a}, ${b}) = (1, 2)`,
      `(${a}, ${b}) > ('A', 2)`,
      `${a} IN (1, 2, 'Ann', 'de')`,
      `length(${a}) > 2`,
      `${a} <> ${b}`,
      `upper(${a}) = 'ANN'`,
      `NOT ${a}`,
    ]);
  }

  #of<T>(list: readonly T[]): T {
    return list[this.#upTo(list.length)] as T;
  }

  #upTo(most: number): number {
    return Math.floor(this.#random() * most);
  }

  #chance(of: number): boolean {
    return this.#random() < of;
  }
}
