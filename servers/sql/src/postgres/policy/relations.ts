import type { ClientBase } from 'pg';
import type { Openness, Policy } from '../../policy/policy.ts';
import { type Named, namedIn } from '../statement-tree.ts';
import { relationsWithin } from './check-types.ts';
import { findDefined, written } from './names.ts';
import { type Relation, readRelations } from './relation.ts';

/** What may be done with a relation. */
export interface Judgement {
  relation: Relation;
  /** Why it may not be read at all: the end of a sentence about it. */
  refused?: string;
  /** Columns that are not open, by their names. */
  kept: ReadonlyMap<string, Exclude<Openness, 'open'>>;
}

/** Tables, partitioned tables, views, materialized views and foreign tables. */
const READABLE = /^[rpvmf]$/;

/**
 * Relations and all that they read, judged by a policy. A view is judged as a statement is, by its definition; which
 * columns it reads PostgreSQL itself has written down, but for whole rows.
 */
export class Relations {
  /** What the definitions of views name. */
  readonly named: Named[] = [];
  readonly #client: ClientBase;
  readonly #parse: (sql: string) => unknown;
  readonly #policy: Policy;
  readonly #known = new Map<number, Relation>();
  readonly #reads = new Map<number, readonly number[]>();
  /** Relations whose rows are values of a column. */
  readonly #holds = new Map<number, readonly number[]>();
  readonly #whole = new Set<number>();
  readonly #unclear = new Set<number>();
  readonly #judged = new Map<number, Judgement>();

  constructor(client: ClientBase, parse: (sql: string) => unknown, policy: Policy) {
    this.#client = client;
    this.#parse = parse;
    this.#policy = policy;
  }

  /** Every relation that was read so far. */
  get all(): Judgement[] {
    return [...this.#known.keys()].map((oid) => this.judge(oid));
  }

  /** Reads these and all that stands behind them. Names must be searched in `pg_catalog` only. */
  async read(oids: readonly number[]): Promise<void> {
    for (let next = oids; next.length > 0; ) {
      const wanted = [...new Set(next)].filter((oid) => !this.#known.has(oid));
      const relations = await readRelations(this.#client, wanted);
      for (const relation of relations) this.#known.set(relation.oid, relation);
      next = [];
      for (const relation of relations) {
        next = [...next, ...(await this.#behind(relation)), ...(await this.#held(relation))];
      }
    }
  }

  /** Throws where it was not read. */
  judge(oid: number): Judgement {
    const judged = this.#judged.get(oid) ?? this.#judge(oid);
    this.#judged.set(oid, judged);
    return judged;
  }

  /** Object ids of what a view reads: what it depends on, and what its definition names, as its own system is. */
  async #behind(relation: Relation): Promise<readonly number[]> {
    if (relation.definition === null || relation.system) return [];
    const named = this.#definition(relation.definition);
    if (named === undefined) {
      this.#unclear.add(relation.oid);
      return [];
    }
    this.named.push(named);
    if (named.takesAll) this.#whole.add(relation.oid);
    const { relations } = await findDefined(this.#client, { places: named.places });
    const reads = [...new Set([...relation.reads.map(({ oid }) => oid), ...relations.values()])];
    this.#reads.set(relation.oid, reads);
    return reads;
  }

  /** Object ids of what its columns have whole rows of, as a table of what has changed in another one may. */
  async #held({ oid, types, system }: Relation): Promise<readonly number[]> {
    if (system) return [];
    const held = await relationsWithin(this.#client, types);
    this.#holds.set(oid, held);
    return held;
  }

  /** Undefined where it is not one question: a view may lock rows. */
  #definition(sql: string): Named | undefined {
    try {
      return namedIn(this.#parse(sql));
    } catch {
      return undefined;
    }
  }

  #judge(oid: number): Judgement {
    const relation = this.#known.get(oid);
    if (relation === undefined) throw new RangeError('a relation that was not read');
    const kept = keptColumns(relation, this.#policy);
    const refused = this.#refusal(relation, kept);
    return { relation, kept, ...(refused === undefined ? {} : { refused }) };
  }

  #refusal(relation: Relation, kept: Judgement['kept']): string | undefined {
    if (relation.system) return 'is of the database itself, and search_catalog tells what there is';
    if (!READABLE.test(relation.kind)) return 'is no table or view';
    if (!this.#policy.opens(relation)) return 'is hidden';
    if (relation.family.some((relative) => this.#policy.hides(relative)))
      return 'shares rows with a hidden table';
    const divides = (column: string | null) => column === null || kept.has(column);
    if (kept.size > 0 && relation.family.some(({ dividedBy }) => dividedBy.some(divides)))
      return 'is partitioned by a column that is kept back';
    if (this.#unclear.has(relation.oid)) return 'has a definition that this server cannot read';
    const held = (this.#holds.get(relation.oid) ?? []).map((oid) => this.judge(oid));
    if (held.some(isKeptBack)) return 'has rows of another table in a column, and these are kept back';
    const behind = (this.#reads.get(relation.oid) ?? []).map((oid) => this.judge(oid));
    if (behind.some(({ refused }) => refused !== undefined)) return 'reads what is hidden';
    return behind.some((other) => this.#touches(relation, other))
      ? 'reads columns that are kept back'
      : undefined;
  }

  /** Whether a view reads columns of another relation that are kept back. */
  #touches(view: Relation, { relation, kept }: Judgement): boolean {
    if (kept.size === 0) return false;
    const columns = view.reads.find(({ oid }) => oid === relation.oid)?.columns;
    if (columns === undefined || this.#whole.has(view.oid)) return true;
    const open = relation.columns.filter(({ name }) => !kept.has(name)).map(({ number }) => number);
    return columns.some((number) => number !== 0 && !open.includes(number));
  }
}

/** Whether not all of its rows may be told. A type that is of no table has nothing of its own to tell. */
export function isKeptBack({ relation, refused, kept }: Judgement): boolean {
  return relation.kind !== 'c' && (refused !== undefined || kept.size > 0);
}

/** By name in the whole family, as a child's column is its parent's; and what is generated from such a column. */
function keptColumns({ columns, family }: Relation, policy: Policy): Judgement['kept'] {
  const openness = (name: string): Openness => {
    const all = family.map((relative) => policy.column(relative, name));
    return all.find((one) => one === 'hidden') ?? all.find((one) => one === 'masked') ?? 'open';
  };
  const own = new Map(columns.map(({ number, name }) => [number, openness(name)]));
  const kept = columns.map(({ number, name, from }) => {
    const all = [number, ...from].map((one) => own.get(one) ?? 'hidden');
    return [
      name,
      all.find((one) => one === 'hidden') ?? all.find((one) => one === 'masked') ?? 'open',
    ] as const;
  });
  return new Map(kept.filter((entry): entry is [string, 'masked' | 'hidden'] => entry[1] !== 'open'));
}

/** How a relation is called in a sentence. */
export function called({ schema, name }: Relation): string {
  return written({ schema, name });
}
