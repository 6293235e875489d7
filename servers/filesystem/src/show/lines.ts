import { type Reply, withTrailer } from '@ashlar/kit';
import type { Lines } from '../text/reading.ts';

/** Lines of a file as a reply: the text as it is, and apart from it one line of what is to be known about it. */
export function showLines(lines: Lines): Reply {
  const { text, from, to, total, next, cut, encoding, version, tokensShown, finalNewline } = lines;
  const facts = [
    range(from, to, total),
    cut === undefined
      ? ''
      : `cut after ${cut.characters} characters${cut.bytes === undefined ? '' : ` of a line of ${cut.bytes} bytes`}`,
    next === undefined ? '' : `more with offset ${next}`,
    encoding === 'utf-8' ? '' : encoding,
    tokensShown ? '⟦U+…⟧ stands for an invisible character' : '',
    to === total && total > 0 && !finalNewline && cut === undefined ? 'no final line break' : '',
    `version ${version}`,
  ];
  return withTrailer(text, facts);
}

function range(from: number, to: number, total: number | undefined): string {
  if (from === 0) return 'empty file';
  if (from < 0) return from === to ? `line ${from} from the end` : `lines ${from} to ${to} from the end`;
  const whole = total === undefined ? '' : ` of ${total}`;
  return from === to ? `line ${from}${whole}` : `lines ${from}-${to}${whole}`;
}
