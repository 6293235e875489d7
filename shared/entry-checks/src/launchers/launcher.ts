import type { Finding } from '../finding.ts';
import type { PackageRef } from '../package-ref.ts';
import type { Words } from '../words.ts';

/** What is known of who reads an entry. */
export interface Surroundings {
  /**
   * Where the entry stands. In a project's file what is relative means the project, and people are told; in a user's it
   * means anything at all, and is refused.
   */
  scope: 'user' | 'project';
}

/** What a launcher was told, as far as it is the launcher's: its flags and what it runs. */
export interface Launch {
  findings: Finding[];
  /** What is fetched, for pins and for the comparison of names. */
  packages: PackageRef[];
}

/** Reads the words that are meant for a launcher, and leaves those for the server. Everything that it does not know is refused. */
export type Launcher = (words: Words, surroundings: Surroundings) => Launch;
