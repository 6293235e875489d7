import { jsonOf } from '../json-text.ts';
import { estimateTokens } from './tokens.ts';

/** What a result costs on its way and in a model's context. */
export interface ResultCost {
  /** Its size as JSON. */
  bytes: number;
  /** About how many tokens of text it costs a model (see `estimateTokens`). */
  tokens: number;
}

/** Of a call that failed. */
export const NOTHING: ResultCost = { bytes: 0, tokens: 0 };

/** Results of one operation between two that are looked at; an estimate costs more than all else of a record. */
const TURN = 16;
/** Characters up to which every text is looked at. */
const SHORT = 100;

/** Counts what results cost, about: texts of one operation are alike, so one in sixteen is looked at. */
export class ResultCosts {
  readonly #known = new Map<string, { tokensEach: number; turn: number }>();

  /** A tool's text and its structured form say the same, and a model is shown one of them: the text is counted. */
  of(operation: string, result: unknown): ResultCost {
    return { bytes: bytesOf(result), tokens: this.#tokens(operation, textOf(result)) };
  }

  #tokens(operation: string, text: string): number {
    if (text.length <= SHORT) return estimateTokens(text);
    const known = this.#known.get(operation);
    if (known !== undefined && known.turn++ % TURN !== 0) return Math.round(known.tokensEach * text.length);
    const tokens = estimateTokens(text);
    this.#known.set(operation, { tokensEach: tokens / text.length, turn: 1 });
    return tokens;
  }
}

/** Results whose size was asked for: limits and records want to know the same, and a large one takes a while. */
const SIZES = new WeakMap<object, number>();

/** The size of a result as it is sent, in bytes. A result is not changed once it has been measured. */
export function bytesOf(result: unknown): number {
  const measure = () => Buffer.byteLength(jsonOf(result));
  if (typeof result !== 'object' || result === null) return measure();
  const bytes = SIZES.get(result) ?? measure();
  SIZES.set(result, bytes);
  return bytes;
}

/** What of a result, of whatever kind, a model reads as text. */
export function textOf(result: unknown): string {
  const { content, contents, messages } = result as Partial<
    Record<string, readonly Record<string, unknown>[]>
  >;
  const blocks =
    content ?? contents ?? messages?.map((message) => message.content as { text?: unknown }) ?? [];
  return blocks.flatMap(({ text }) => (typeof text === 'string' ? [text] : [])).join('\n');
}
