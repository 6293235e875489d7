import { Refusal } from '../../process/messages.ts';

/** Why a statement is refused by what the operator said. */
export type KeptWhy =
  | 'table' // of a table or view that may not be used
  | 'column' // of a column that may not be used
  | 'masked' // does more with a masked column than to give it
  | 'order' // would come in an order that tells of a column
  | 'source' // of a virtual table or function that tells of what is kept back
  | 'unknown'; // is compiled to what this version does not know

export interface KeptDetail {
  /** A table whose indexes tell of a column: the statement may do without them. */
  withoutIndexes?: { table: string; alone: string };
  /** SQLite would make an index for the statement, which may do without. */
  automaticIndex?: boolean;
  /** What the statement itself names, and may therefore be told: `table.column`, or a table. */
  name?: string | undefined;
  opcode?: string;
}

/** Thrown for a statement that uses what is kept back. Its words hold no name that the asker did not have. */
export class KeptBack extends Refusal {
  readonly why: KeptWhy;
  readonly detail: KeptDetail;

  constructor(why: KeptWhy, detail: KeptDetail = {}) {
    super('refused', WORDS[why](detail));
    this.why = why;
    this.detail = detail;
  }
}

const WORDS: Readonly<Record<KeptWhy, (detail: KeptDetail) => string>> = {
  table: ({ name }) =>
    `uses ${name ?? 'a table or view'}${name === undefined ? ' that' : ', which'} is hidden and cannot be asked about.`,
  column: ({ name }) =>
    `reads ${name ?? 'a column'}${name === undefined ? ' that' : ', which'} is hidden; select the columns that search_catalog lists.`,
  masked: ({ name }) =>
    `${name ?? 'a column'} is masked: it may be selected as it is, and nothing else can be done with it.`,
  order: ({ name, withoutIndexes }) =>
    withoutIndexes === undefined
      ? `${name ?? 'a table'} is stored in the order of a column that is kept back: it can only be counted.`
      : `would read ${withoutIndexes.table} in the order of a column that is kept back; write ${withoutIndexes.alone} behind its name.`,
  source: () => 'uses a virtual table or function that could tell of what is hidden or masked.',
  unknown: ({ opcode }) => `is compiled to ${opcode}, of which it is not known what it would tell.`,
};
