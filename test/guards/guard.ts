/** One guard: what it stops, where it stands, and the test that sees it missing. */
export interface Guard {
  /** What it is called on the command line. */
  name: string;
  /** What somebody tries, without the guard with success. */
  attack: string;
  /** What happens instead. */
  answer: string;
  /** The file that does it, from the root. */
  file: string;
  /** Code that stands in the file once, and what is put in its place to take the guard out. */
  code: string;
  instead: string;
  /** A test that fails then; its title as the file has it, and of several rows (`it.each`) the one that is meant. */
  test: { file: string; title: string; row?: string };
}

/** A line that somebody stands beyond who is not trusted with everything. */
export interface Boundary {
  /** Of the part of `docs/security-model.md` that is made of it. */
  name: string;
  guards: readonly Guard[];
}
