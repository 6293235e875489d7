import { closeSync } from 'node:fs';
import { FileScan } from './file-scan.ts';
import type { OpenFile } from './folder.ts';
import { bytesOf, lineMatch } from './line-match.ts';
import type { Matcher } from './matcher.ts';
import { SPACE } from './pieces.ts';
import { Page, type Report } from './report.ts';
import type { SearchCursor, SearchEnd, SearchEntry, SearchOptions } from './search-contract.ts';
import { type Skipped, skip } from './skipped.ts';
import { readText, type TextFile } from './text-file.ts';
import type { Found, Walk } from './walker.ts';

/** More lines of context than this are not given. */
const MAX_CONTEXT = 10;

/** How the search of a file came out: to its end, no room for more, or asked to stop. */
type Outcome = 'through' | 'full' | 'stopped';

/** One search under way: what it found so far, and where it could be taken up again. */
export class Search {
  readonly #options: SearchOptions;
  readonly #matcher: Matcher;
  readonly #report: Report<SearchEntry, SearchEnd>;
  readonly #walk: Walk | undefined;
  readonly #skipped: Skipped;
  readonly #page: Page;
  readonly #context: number;
  readonly #space = Buffer.allocUnsafeSlow(SPACE);
  readonly #totals = { files: 0, matched: 0, lines: 0 };
  /** The line given last, while its file is not through. */
  #given: SearchCursor | undefined;

  constructor(options: SearchOptions, matcher: Matcher, report: Report<SearchEntry, SearchEnd>, walk?: Walk) {
    this.#options = options;
    this.#matcher = matcher;
    this.#report = report;
    this.#walk = walk;
    this.#skipped = walk?.skipped ?? {};
    this.#page = new Page(options.limit, options.maxBytes);
    this.#context = Math.min(options.context ?? 0, MAX_CONTEXT);
  }

  /** Searches everything a walk comes across. */
  folder(walk: Walk): SearchEnd {
    for (const found of walk) {
      const outcome = this.#look(found);
      if (outcome !== 'through') return this.#end(outcome, found.relative);
      const next = { relative: found.relative };
      this.#report.reached(walk.looked, () => ({ ...this.#soFar(), next }));
    }
    return this.#end(walk.complete ? 'through' : 'stopped');
  }

  /** Searches one file, which it closes. */
  file(relative: string, file: OpenFile): SearchEnd {
    return this.#end(this.#searchFile(relative, file), relative);
  }

  #look(found: Found): Outcome {
    if (found.kind === 'link') skip(this.#skipped, 'link');
    if (found.kind === 'other') skip(this.#skipped, 'special');
    if (found.kind !== 'file') return 'through';
    let file: OpenFile;
    try {
      file = found.folder.file(found.name);
    } catch {
      skip(this.#skipped, 'unreadable');
      return 'through';
    }
    return this.#searchFile(found.relative, file);
  }

  #searchFile(relative: string, file: OpenFile): Outcome {
    this.#given = undefined;
    try {
      const text = readText(file, this.#space, this.#context);
      if (text === undefined) skip(this.#skipped, 'binary');
      const outcome = text ? this.#searchText(relative, text) : 'through';
      if (outcome === 'through') this.#given = undefined;
      return outcome;
    } catch (error) {
      if (!(error instanceof Error && 'syscall' in error)) throw error;
      skip(this.#skipped, 'unreadable');
      return 'through';
    } finally {
      closeSync(file.fd);
    }
  }

  #searchText(relative: string, text: TextFile): Outcome {
    const scan = new FileScan(text, this.#matcher, this.#report.stopped);
    this.#totals.files++;
    switch (this.#options.mode) {
      case 'files':
        return this.#giveFile(relative, scan);
      case 'count':
        return this.#giveCount(relative, scan);
      default:
        return this.#giveLines(relative, scan, text.latin1);
    }
  }

  #giveLines(relative: string, scan: FileScan, latin1: boolean): Outcome {
    const { after } = this.#options;
    const passed = after?.relative === relative ? (after.line ?? Number.POSITIVE_INFINITY) : 0;
    let matched = false;
    for (const hit of scan) {
      if (hit.line <= passed) continue;
      if (!this.#give(lineMatch(relative, hit, this.#context, latin1))) return 'full';
      this.#given = { relative, line: hit.line };
      this.#totals.lines++;
      if (!matched) this.#totals.matched++;
      matched = true;
      this.#report.reached(this.#walk?.looked ?? 1, () => this.#soFar());
    }
    return scan.complete ? 'through' : 'stopped';
  }

  #giveFile(relative: string, scan: FileScan): Outcome {
    for (const _ of scan) {
      if (!this.#give({ relative })) return 'full';
      this.#totals.matched++;
      return 'through';
    }
    return scan.complete ? 'through' : 'stopped';
  }

  #giveCount(relative: string, scan: FileScan): Outcome {
    let count = 0;
    for (const _ of scan) count++;
    if (!scan.complete) return 'stopped';
    if (count === 0) return 'through';
    if (!this.#give({ relative, count })) return 'full';
    this.#totals.matched++;
    this.#totals.lines += count;
    return 'through';
  }

  #give(entry: SearchEntry): boolean {
    const fits = this.#page.take(bytesOf(entry));
    if (fits) this.#report.add(entry);
    return fits;
  }

  #end(outcome: Outcome, unfinished?: string): SearchEnd {
    if (outcome === 'through') return { totals: this.#totals, skipped: this.#skipped };
    const end = this.#soFar();
    if (outcome === 'full') return end;
    const moved = this.#given !== undefined || (this.#walk !== undefined && this.#walk.at !== '');
    if (moved || unfinished === undefined) return { ...end, stopped: true };
    // Nothing but this file was looked at: going on with it would end the same way.
    skip(this.#skipped, 'unfinished');
    return { ...end, next: { relative: unfinished }, stopped: true };
  }

  #soFar(): SearchEnd {
    const at = this.#walk?.at;
    const next = this.#given ?? (at ? { relative: at } : this.#options.after);
    return { ...(next && { next }), totals: this.#totals, skipped: this.#skipped };
  }
}
