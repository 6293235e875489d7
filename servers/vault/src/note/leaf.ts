import type { HtmlEnd } from './html-block.ts';
import type { Fence } from './leaf-start.ts';

export interface Paragraph {
  kind: 'paragraph';
  /** Offset and line of its beginning. */
  start: number;
  line: number;
  /** Where its last line starts, and where the one before that ends. */
  lastStart: number;
  before: number;
}

/** What the line before was part of. Code, HTML and math are never read for links. */
export type Leaf =
  | { kind: 'none' }
  | Paragraph
  | { kind: 'table' }
  | { kind: 'fence'; fence: Fence }
  | { kind: 'html'; end: HtmlEnd }
  | { kind: 'math' };
export const NONE: Leaf = { kind: 'none' };
