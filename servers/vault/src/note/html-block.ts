import { tagEnd } from './html-tag.ts';

/** Tags whose content is no Markdown, up to their own end (CommonMark 0.31, section 4.6, kind 1). */
const RAW = /^<(?:script|pre|style|textarea)(?:[\s>]|$)/i;
const RAW_END = /<\/(?:script|pre|style|textarea)>/i;
/** Kind 6: blocks, up to a blank line. */
const BLOCK = new RegExp(
  [
    '^</?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog',
    'dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe',
    'legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table',
    'tbody|td|tfoot|th|thead|title|tr|track|ul)(?:\\s|/?>|$)',
  ].join('|'),
  'i',
);
/** What ends a block of HTML; a blank line where it is undefined. */
export type HtmlEnd = RegExp | undefined;

/** Whether a block of HTML starts with this line (blanks before it taken off), and what ends it. */
export function htmlStart(line: string, inParagraph: boolean): { end: HtmlEnd } | undefined {
  if (!line.startsWith('<')) return undefined;
  if (RAW.test(line)) return { end: RAW_END };
  if (line.startsWith('<!--')) return { end: /-->/ };
  if (line.startsWith('<?')) return { end: /\?>/ };
  if (line.startsWith('<![CDATA[')) return { end: /\]\]>/ };
  if (/^<![a-z]/i.test(line)) return { end: />/ };
  if (BLOCK.test(line) || (!inParagraph && isAlone(line))) return { end: undefined };
  return undefined;
}

/** Kind 7: any whole tag that is alone on its line; it cannot break into a paragraph. */
function isAlone(line: string): boolean {
  return tagEnd(line, 0) === line.length;
}
