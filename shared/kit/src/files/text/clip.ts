import { beforeCutToken } from './invisible.ts';

/** At most so many characters of a text, with `…` for the rest. Never ends inside a surrogate pair or a token. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  const last = text.charCodeAt(most - 1);
  const kept = text.slice(0, last >= 0xd800 && last <= 0xdbff ? most - 1 : most);
  return `${kept.slice(0, beforeCutToken(kept))}…`;
}

/** The same, of the part that lies around an index. */
export function clipAround(text: string, index: number, most: number): string {
  const start = text.length <= most ? 0 : Math.max(0, index - Math.floor(most / 2));
  if (start === 0) return clip(text, most);
  const unit = text.charCodeAt(start);
  return `…${clip(text.slice(unit >= 0xdc00 && unit <= 0xdfff ? start + 1 : start), most)}`;
}
