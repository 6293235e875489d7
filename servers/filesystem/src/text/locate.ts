import type { Encoding } from './encoding.ts';

/** One place of a file, counted in characters of its decoded text (UTF-16 units) and in bytes of the file. */
export interface Spot {
  raw: number;
  byte: number;
}

export interface Ground {
  /** The decoded text, without byte order mark. */
  raw: string;
  /** Bytes per character; 'same' where each takes one. */
  bytesOf: Encoding | 'same';
  /** Bytes before the text. */
  start: number;
  /** Finds what the view shows differently; must have the `g` flag. Undefined where it shows all as written. */
  changes: RegExp | undefined;
  /** How many characters the view has for such a piece. */
  shown(change: string): number;
}

/**
 * Maps indexes of a view back to the file, without keeping a table: it walks from the last place asked for, so
 * that ascending questions cost one pass in all and the first read of a file costs nothing.
 */
export function createLocator(ground: Ground): (index: number) => Spot | undefined {
  const { raw, start } = ground;
  let here = { view: 0, raw: 0, byte: start };
  let change = nextChange(ground, 0);

  function restart(): void {
    here = { view: 0, raw: 0, byte: start };
    change = nextChange(ground, 0);
  }

  function walk(characters: number): void {
    const piece = raw.slice(here.raw, here.raw + characters);
    here = {
      view: here.view + characters,
      raw: here.raw + characters,
      byte: here.byte + byteLength(piece, ground.bytesOf),
    };
  }

  return (index) => {
    if (index < here.view) restart();
    while (change && index > here.view + (change.index - here.raw)) {
      walk(change.index - here.raw);
      if (index < here.view + change.shown) return undefined;
      const view = here.view + change.shown;
      walk(change.length);
      here.view = view;
      change = nextChange(ground, here.raw);
    }
    const target = here.raw + (index - here.view);
    if (target > raw.length || splitsPair(raw, target)) return undefined;
    walk(index - here.view);
    return { raw: here.raw, byte: here.byte };
  };
}

interface Change {
  index: number;
  length: number;
  shown: number;
}

function nextChange({ raw, changes, shown }: Ground, from: number): Change | undefined {
  if (!changes) return undefined;
  changes.lastIndex = from;
  const found = changes.exec(raw);
  return found ? { index: found.index, length: found[0].length, shown: shown(found[0]) } : undefined;
}

function byteLength(text: string, bytesOf: Ground['bytesOf']): number {
  if (bytesOf === 'utf-8') return Buffer.byteLength(text);
  return bytesOf === 'same' || bytesOf === 'latin1' ? text.length : text.length * 2;
}

function splitsPair(text: string, index: number): boolean {
  const before = text.charCodeAt(index - 1);
  const after = text.charCodeAt(index);
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}
