import { follow } from '../src/disk/follow.ts';
import { createTextIndex } from '../src/search/text-index.ts';
import { rootAt, sourceAt } from './source-at.ts';

/** Run as a process of its own: indexes a vault into a file until it is killed. */
const [vault = '', file = ''] = process.argv.slice(2);
const follower = follow(sourceAt(vault), { changed: (changes) => index.update(changes) });
const index = createTextIndex({ vault: rootAt(vault), file, files: () => follower.files() });
process.send?.('started');
await follower.listed;
index.listed();
await index.settled();
setInterval(() => undefined, 1_000);
