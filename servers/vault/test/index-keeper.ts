import { NewFile } from '../src/index/kept-file.ts';
import { saveKept } from '../src/index/save-kept.ts';
import { VaultIndex } from '../src/index/vault-index.ts';

/** Run as a process of its own: is in the middle of writing an index when it tells so, and stays there. */
const [vault = '', file = ''] = process.argv.slice(2);
const { write } = NewFile.prototype;
NewFile.prototype.write = function stuck(bytes) {
  Reflect.apply(write, this, [bytes.subarray(0, bytes.length / 2)]);
  process.send?.('writing');
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};
const disk = { path: 'a.md', size: 1, mtimeMs: 1, ctimeMs: 1 };
const toKeep = {
  folders: [['', 1]] as [string, number][],
  files: [{ disk, indexed: undefined }],
  index: new VaultIndex(),
};
await saveKept(file, { vault, build: '' }, toKeep);
