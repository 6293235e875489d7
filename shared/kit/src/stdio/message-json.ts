import { JsonText, jsonOf } from '../json-text.ts';
import type { Message } from './message.ts';

/** Characters from which a text is written alone: `JSON.stringify` takes twice as long for it within an object. */
const LONG = 4_096;

/** What `JSON.stringify` gives of a message, sooner where it holds long texts. Throws `TypeError` as that does. */
export function messageJson(message: Message): string {
  const { result } = message as { result?: Message };
  const content = withTextsAlone(result?.content ?? result?.contents);
  if (content === undefined) return jsonOf(message);
  const key = result?.content === undefined ? 'contents' : 'content';
  return jsonOf({ ...message, result: { ...result, [key]: content } });
}

/** Undefined where none of the blocks has a long text. */
function withTextsAlone(blocks: unknown): unknown[] | undefined {
  if (!Array.isArray(blocks) || !blocks.some(isLong)) return undefined;
  return blocks.map((block) =>
    isLong(block) ? { ...block, text: new JsonText(JSON.stringify(block.text)) } : block,
  );
}

function isLong(block: unknown): block is { text: string } {
  const { text } = (block ?? {}) as { text?: unknown };
  return typeof text === 'string' && text.length >= LONG;
}
