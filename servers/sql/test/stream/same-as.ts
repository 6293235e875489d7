import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, it, onTestFinished } from 'vitest';
import { openEngine } from '../../src/open-engine.ts';
import type { Base, StartBase } from './bases.ts';
import { overStdio } from './over-stdio.ts';
import { expectSame } from './same-stream.ts';

/** More than any of these statements needs, but for a few. */
const CAPS = { rows: 10_000, bytes: 20_000_000, cell: 1_000_000, timeoutMs: 20_000 };

/** The tests of one database: what the server answers to generated questions is what its driver is told. */
export function sameAs(driver: string, start: StartBase): void {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-stream-'));
  let base: Base;
  beforeAll(async () => {
    base = await start(folder);
  }, 60_000);
  afterAll(async () => {
    await base?.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it(`answers 2,000 generated questions as ${driver} does`, { timeout: 120_000 }, async () => {
    const engine = await openEngine(base.url);
    onTestFinished(() => engine.close());
    await expectSame(base, { run: (question) => engine.run(question, { caps: CAPS }) }, 2_000);
  });

  it(`answers 150 of them over stdio as ${driver} does`, { timeout: 120_000 }, async () => {
    const client = await overStdio(base.url);
    onTestFinished(() => client.close());
    await expectSame(base, client, 150);
  });
}
