import fc, { type GeneratorValue } from 'fast-check';
import type { Dialect, Kind, Relation } from './dialect.ts';
import type { GivenValue } from './truth.ts';

/** Around the number of a value where a placeholder stands: characters that no statement has. */
export const PLACE = { open: '\uE000', close: '\uE001' };

/** Expressions within expressions. */
const DEEPEST = 3;
const ALIASES = ['x', 'x', 'a b', 'select', 'Größe', 'quo"te', "it's", 'back`tick', '1st', 'ключ', 'v1:v2'];

interface Column {
  sql: string;
  kind: string;
}

/** One statement, written by choices that fast-check makes. */
export class Sentence {
  readonly values: GivenValue[] = [];
  readonly #g: GeneratorValue;
  readonly #dialect: Dialect;
  readonly #withValues: boolean;
  readonly #kinds: readonly string[];
  #valueKinds: string[] = [];
  #named = 0;
  #depth = 0;
  #scope: readonly Column[] = [];
  #common: readonly Relation[] = [];

  constructor(g: GeneratorValue, dialect: Dialect, withValues: boolean) {
    this.#g = g;
    this.#dialect = dialect;
    this.#withValues = withValues;
    this.#kinds = Object.keys(dialect.kinds);
  }

  write(): string {
    const { statements, parentheses, comments } = this.#dialect;
    const body = this.#chance(20) ? this.#fill(this.#one(statements)) : this.#query();
    const whole = parentheses && this.#chance(5) ? `(${body})` : body;
    const front = this.#chance(25) ? `${this.#one(comments)}\n` : '';
    return front + whole + this.#one(['', '', '', ';', ' ; ', ` ${this.#one(comments)}`]);
  }

  #int(max: number): number {
    return this.#g(fc.nat, { max });
  }

  #chance(percent: number): boolean {
    return this.#int(99) < percent;
  }

  #one<T>(list: readonly T[]): T {
    return list[this.#int(list.length - 1)] as T;
  }

  #times<T>(least: number, most: number, make: () => T): T[] {
    return Array.from({ length: least + this.#int(most - least) }, make);
  }

  #gap(): string {
    return this.#chance(4)
      ? ` ${this.#one(this.#dialect.comments)}\n`
      : this.#one([' ', ' ', ' ', '\n', '\t']);
  }

  #name(): string {
    this.#named += 1;
    return this.#dialect.quote(`${this.#one(['t', 'T', 'c ', 'sub'])}${this.#named}`);
  }

  #kind(comparable = false): string {
    return this.#one(this.#kinds.filter((kind) => !comparable || !this.#of(kind).opaque));
  }

  #of(kind: string): Kind {
    return this.#dialect.kinds[kind] as Kind;
  }

  /** Every hole of a template filled. */
  #fill(template: string): string {
    return template.replaceAll(/\{(\w+)(?::(\w+))?\}/g, (_, what: string, kind = '') => {
      if (what === 'over') return this.#window();
      if (what === 'filter') return this.#chance(30) ? this.#fill(this.#dialect.filter) : '';
      if (what === 'constant') return this.#constant(kind);
      if (what === 'rows') return this.#deeper(() => this.#select([kind]));
      if (what === 'query') return this.#deeper(() => this.#query());
      return this.#expression(what === 'any' ? this.#kind(true) : what);
    });
  }

  #deeper<T>(make: () => T): T {
    this.#depth += 1;
    const made = make();
    this.#depth -= 1;
    return made;
  }

  #expression(kind: string): string {
    const columns = this.#scope.filter((column) => column.kind === kind);
    if (this.#depth >= DEEPEST || this.#chance(40)) {
      return columns.length > 0 && this.#chance(75) ? this.#one(columns).sql : this.#constant(kind);
    }
    return this.#deeper(() => this.#fill(this.#one(this.#of(kind).forms)));
  }

  #constant(kind: string): string {
    const { constants, given, placeholder } = this.#of(kind);
    if (!this.#withValues || given.length === 0 || !this.#chance(40)) return this.#one(constants);
    const again = this.#valueKinds.indexOf(kind);
    const at = again >= 0 && this.#chance(20) ? again : this.values.push(this.#one(given)) - 1;
    this.#valueKinds[at] = kind;
    return placeholder.replace('?', `${PLACE.open}${at}${PLACE.close}`);
  }

  #window(): string {
    const { frames } = this.#dialect;
    const partition = this.#chance(50) ? `PARTITION BY ${this.#expression(this.#kind(true))} ` : '';
    const keys = this.#times(1, 2, () => `${this.#expression(this.#kind(true))}${this.#order()}`);
    return `(${partition}ORDER BY ${keys.join(', ')} ${this.#one(frames)})`;
  }

  #order(): string {
    return this.#one(this.#dialect.orders);
  }

  /** A query as it may stand for a statement, behind common tables, united and sorted. */
  #query(kinds?: readonly string[]): string {
    const before = this.#common;
    const front = this.#chance(25) ? this.#with() : '';
    const isUnion = this.#chance(20);
    const listed = kinds ?? this.#times(1, 5, () => this.#kind(isUnion));
    const parts = isUnion ? this.#times(2, 3, () => this.#select(listed, true)) : [this.#select(listed)];
    const union = () => `${this.#gap()}${this.#one(this.#dialect.unions)}${this.#gap()}`;
    const body = parts.reduce((sum, part) => sum + union() + part);
    this.#common = before;
    return front + body + this.#sorted(listed);
  }

  #sorted(kinds: readonly string[]): string {
    const keys = kinds.flatMap((kind, at) => (this.#of(kind).opaque ? [] : [`${at + 1}${this.#order()}`]));
    if (keys.length === 0 || this.#chance(30)) return '';
    return `${this.#gap()}ORDER BY ${keys.join(', ')}${this.#fill(this.#one(['', '', ...this.#dialect.limits]))}`;
  }

  #with(): string {
    const parts = this.#times(1, 2, () => {
      const name = this.#name();
      const kinds = this.#times(1, 3, () => this.#kind());
      const names = kinds.map((_, at) => this.#dialect.quote(`w ${at}`));
      const body = this.#alone(() => this.#deeper(() => this.#select(kinds, false, names)));
      const columns = kinds.map((kind, at) => [names[at] ?? '', kind] as const);
      this.#common = [...this.#common, { from: `${name} AS {as}`, columns }];
      return `${name} AS (${body})`;
    });
    return `WITH${this.#gap()}${parts.join(', ')}${this.#gap()}`;
  }

  /** Without the columns that are seen here. */
  #alone<T>(make: () => T): T {
    const scope = this.#scope;
    this.#scope = [];
    const made = make();
    this.#scope = scope;
    return made;
  }

  /** SELECT with columns of these kinds, under these names or any. */
  #select(kinds: readonly string[], inUnion = false, names?: readonly string[]): string {
    const outer = this.#scope;
    const from = this.#chance(10) ? '' : `${this.#gap()}FROM ${this.#from()}`;
    const grouped = from !== '' && this.#chance(20) && !kinds.some((kind) => this.#of(kind).opaque);
    const where = this.#chance(35) ? `${this.#gap()}WHERE ${this.#expression('bool')}` : '';
    const [items, behind] = grouped ? this.#grouped(kinds) : [kinds.map((kind) => this.#item(kind)), ''];
    const listed = items.map((item, at) => `${item}${this.#as(names?.[at])}`);
    const distinct = !inUnion && this.#chance(10) && !kinds.some((kind) => this.#of(kind).opaque);
    this.#scope = outer;
    return `SELECT${distinct ? ' DISTINCT' : ''} ${listed.join(`,${this.#gap()}`)}${from}${where}${behind}`;
  }

  #as(name: string | undefined): string {
    if (name !== undefined) return ` AS ${name}`;
    return this.#chance(30) ? ` AS ${this.#dialect.quote(this.#one(ALIASES))}` : '';
  }

  #item(kind: string): string {
    const { windows } = this.#of(kind);
    if (windows.length === 0 || this.#depth > 0 || !this.#chance(10)) return this.#expression(kind);
    return this.#deeper(() => this.#fill(this.#one(windows)));
  }

  /** Columns of which some are keys and the others aggregates, and what stands behind WHERE then. */
  #grouped(kinds: readonly string[]): [string[], string] {
    const keys: string[] = [];
    const items = kinds.map((kind, at) => {
      const columns = this.#scope.filter((column) => column.kind === kind);
      const { aggregates } = this.#of(kind);
      if (aggregates.length > 0 && (columns.length === 0 || this.#chance(50))) return this.#aggregate(kind);
      keys.push(String(at + 1));
      return columns.length > 0 ? this.#one(columns).sql : this.#constant(kind);
    });
    const grouping = this.#one(this.#dialect.groupings).replace('{keys}', keys.join(', '));
    const having = this.#chance(20) ? ` HAVING count(*) > ${this.#int(1)}` : '';
    return [items, keys.length === 0 ? having : `${this.#gap()}GROUP BY ${grouping}${having}`];
  }

  #aggregate(kind: string): string {
    return this.#deeper(() => {
      const form = this.#one(this.#of(kind).aggregates);
      return this.#fill(form.includes('{filter}') ? form : `${form}{filter}`);
    });
  }

  #from(): string {
    const { joins, laterals, sharing } = this.#dialect;
    let [text, isTable] = this.#relation();
    for (const _ of this.#times(0, this.#depth > 0 ? 1 : 2, () => 0)) {
      const lateral = laterals.length > 0 && this.#chance(15);
      const [right, rightIsTable] = lateral ? this.#derived(true) : this.#relation();
      const shares = isTable && rightIsTable && this.#chance(20);
      const join = this.#one(lateral ? laterals : shares ? sharing : joins);
      text = join.replace('{a}', () => text).replace('{b}', () => right);
      text = text.replace('{on}', () => this.#deeper(() => this.#expression('bool')));
      isTable = false;
    }
    return text;
  }

  #relation(): [string, boolean] {
    if (this.#depth < 2 && this.#chance(15)) return this.#derived(false);
    const relation = this.#one([...this.#dialect.relations, ...this.#common, ...this.#common]);
    const alias = this.#name();
    this.#see(alias, relation.columns);
    return [this.#fill(relation.from.replace('{as}', () => alias)), relation.isTable ?? false];
  }

  #derived(lateral: boolean): [string, boolean] {
    const kinds = this.#times(1, 3, () => this.#kind());
    const names = kinds.map((_, at) => this.#dialect.quote(`d${at}`));
    const make = () => this.#deeper(() => this.#select(kinds, false, names));
    const body = lateral ? make() : this.#alone(make);
    const alias = this.#name();
    this.#see(
      alias,
      kinds.map((kind, at) => [names[at] ?? '', kind] as const),
    );
    return [`(${body}) AS ${alias}`, false];
  }

  #see(alias: string, columns: Relation['columns']): void {
    this.#scope = [...this.#scope, ...columns.map(([name, kind]) => ({ sql: `${alias}.${name}`, kind }))];
  }
}
