import { afterAll, beforeAll, describe, it } from 'vitest';
import { upstreamRegistry } from '../upstream-registry.ts';
import { type Block, readPage } from './page.ts';
import { Walker } from './walker.ts';

/** Milliseconds; a step may install what a server is made of. */
const LONG = 600_000;
/** The first Node that runs sources of every kind on these pages. */
const OLDEST = [22, 18] as const;
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const canWalk =
  process.platform !== 'win32' && (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]));
const upstream = canWalk ? await upstreamRegistry() : undefined;

/** What a test does beside the page: what people have before they read it, and what happens while they do. */
interface Beside {
  before?(walker: Walker): void;
  after?(block: Block, walker: Walker): void;
}

/** Follows pages, one after the other, from the first fence to the last: each is a test. */
export function walk(paths: readonly string[], { before, after }: Beside = {}): void {
  describe.skipIf(upstream === undefined)(
    `${paths.join(' and ')}, step by step (where the npm registry can be reached, with a shell of Unix and Node ${OLDEST.join('.')})`,
    () => {
      let walker: Walker;
      beforeAll(async () => {
        walker = await Walker.setOut(upstream ?? '');
        before?.(walker);
      }, LONG);
      afterAll(() => walker?.close(), LONG);
      for (const path of paths) {
        it.for(readPage(path).blocks)(`${path}:$line ($language)`, { timeout: LONG }, async (block) => {
          await walker.take(block);
          after?.(block, walker);
        });
      }
    },
  );
}
