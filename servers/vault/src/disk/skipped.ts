/** What a walk left out, and how often: said in answers, so that nobody takes a part for the whole. */
export interface Skipped {
  /** Links to files, to folders of the vault itself, and to where links may not lead. */
  links: number;
  /** Folders that could not be read. */
  unreadable: number;
  /** Names that are not Unicode, and devices, pipes and sockets. */
  odd: number;
  /** Folders below the deepest level. */
  tooDeep: number;
  /** Folders with more entries than are read of one, and walks that met more files than are followed. */
  tooMany: number;
}

export function nothingSkipped(): Skipped {
  return { links: 0, unreadable: 0, odd: 0, tooDeep: 0, tooMany: 0 };
}
