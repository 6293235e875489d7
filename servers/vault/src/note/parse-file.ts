import { isMarkdown } from '../link/fold.ts';
import { isCanvas, parseCanvas } from './parse-canvas.ts';
import { needsYaml, openYaml, parseNote, type ReadYaml } from './parse-note.ts';
import type { ParsedNote } from './parsed-note.ts';

/** Whether a file is read for links; all others are only targets of them. */
export function isRead(path: string): boolean {
  return isMarkdown(path) || isCanvas(path);
}

/** Reads a note or a canvas. Never throws. */
export function parseFile(path: string, text: string, readYaml?: ReadYaml): ParsedNote {
  return isCanvas(path) ? parseCanvas(text) : parseNote(text, readYaml);
}

/** The same, with the YAML parser where the text needs it. */
export async function parseWhole(path: string, text: string): Promise<ParsedNote> {
  return parseFile(path, text, needsYaml(text) ? await openYaml() : undefined);
}
