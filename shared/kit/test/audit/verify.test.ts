import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 as hashOf, newChain, nextLine } from '../../src/audit/chain.ts';
import { call } from '../../src/call/call.ts';
import { folder, verified } from '../fixture/audit.ts';
import { server } from '../fixture/echo-server.ts';
import { exchangeOf, hostOf } from '../fixture/host.ts';
import { operationOf } from '../fixture/operation.ts';

/** A real audit: two runs of a server, of a few calls each. */
async function realAudit(): Promise<Buffer> {
  const file = join(folder(), 'audit.jsonl');
  for (let run = 0; run < 2; run++) {
    const { host } = await hostOf(server, ['--audit', file]);
    for (let requestId = 0; requestId < 4; requestId++) {
      await call(host, operationOf({ arguments: { requestId, text: 'grüße' } }), exchangeOf({ requestId }));
    }
    await host.close();
  }
  return readFileSync(file);
}

const faulty = (bytes: Buffer, heads: string[] = []) =>
  verified([bytes], heads).findings.some(({ severity }) => severity === 'error');
const linesOf = (bytes: Buffer) => bytes.toString('latin1').split('\n').slice(0, -1);
const joined = (lines: readonly string[]) => Buffer.from(`${lines.join('\n')}\n`, 'latin1');

describe('what an audit is verified for', () => {
  it('a real one is unbroken, and says where it stands', async () => {
    const bytes = await realAudit();
    const { lines, first, last, findings } = verified([bytes]);
    expect({ lines, findings }).toEqual({ lines: 12, findings: [] });
    expect(first?.seq).toBe(1);
    expect(verified([bytes], [first?.hash ?? '', last?.hash ?? '']).findings).toEqual([]);
  });

  it('any byte that is changed is found', async () => {
    const bytes = await realAudit();
    const changes = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(changes, ([at, by]) => {
        const changed = Buffer.from(bytes);
        changed[at] = ((changed[at] ?? 0) + by) % 256;
        expect(faulty(changed)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('any bytes that are put in or taken out are found, but for an end that is cut at a line', async () => {
    const bytes = await realAudit();
    const ends = [...bytes.keys()].filter((at) => bytes[at - 1] === 0x0a);
    const edits = fc.tuple(fc.nat(bytes.length), fc.nat(40), fc.uint8Array({ maxLength: 20 }));
    fc.assert(
      fc.property(edits, ([at, take, put]) => {
        const changed = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + take)]);
        fc.pre(!changed.equals(bytes));
        const cut = ends.includes(changed.length) && changed.equals(bytes.subarray(0, changed.length));
        fc.pre(!cut);
        expect(faulty(changed)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('any line that is removed, doubled, moved or exchanged is found', async () => {
    const lines = linesOf(await realAudit());
    const line = fc.nat(lines.length - 1);
    fc.assert(
      fc.property(line, line, fc.constantFrom('remove', 'double', 'move', 'exchange'), (a, b, change) => {
        const next = [...lines];
        const [taken = ''] = next.splice(a, 1);
        if (change === 'remove') fc.pre(a < lines.length - 1);
        else if (change === 'double') next.splice(b, 0, taken, taken);
        else if (change === 'move') next.splice(b, 0, taken);
        else next.splice(a, 0, lines[b] ?? '');
        fc.pre(next.join() !== lines.join());
        expect(faulty(joined(next))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('a line that was forged with a good hash of its own is found by the next', async () => {
    const lines = linesOf(await realAudit());
    for (let at = 0; at < lines.length - 1; at++) {
      const { chain, seq, prev, hash: _, ...fields } = JSON.parse(lines[at] ?? '');
      const forged = nextLine(
        { chain, seq: seq - 1, hash: prev },
        JSON.stringify({ ...fields, kind: 'forged' }).slice(1, -1),
      ).line;
      expect(faulty(joined(lines.with(at, forged)))).toBe(true);
    }
  });

  it('an end that is cut is found by a head that was noted, and by nothing else', async () => {
    const bytes = await realAudit();
    const lines = linesOf(bytes);
    const head = JSON.parse(lines.at(-1) ?? '').hash as string;
    for (let kept = 1; kept < lines.length; kept++) {
      const cut = joined(lines.slice(0, kept));
      expect([faulty(cut), faulty(cut, [head])]).toEqual([false, true]);
    }
    expect(faulty(bytes, [head])).toBe(false);
  });

  it('a part of another audit is not taken for one of this', async () => {
    const [one, two] = [linesOf(await realAudit()), linesOf(await realAudit())];
    expect(faulty(joined([...one.slice(0, 5), ...two.slice(5)]))).toBe(true);
  });

  it('nothing at all is no audit', () => {
    expect(faulty(Buffer.alloc(0))).toBe(true);
    expect(faulty(Buffer.from('\n'))).toBe(true);
  });
});

describe('a line that a crash has cut', () => {
  /** Three lines; the second was cut after `kept` bytes, and the third says so. */
  function torn(kept: number, change: (details: Record<string, unknown>) => unknown = (it) => it): Buffer {
    const event = (name: string, details: unknown) =>
      `"time":"2026-11-21T00:00:00.000Z","type":"event","name":"${name}","details":${JSON.stringify(details)}`;
    const first = nextLine(newChain(), event('started', {}));
    const cut = Buffer.from(nextLine(first.link, event('x', {})).line).subarray(0, kept);
    const sha256 = hashOf(cut);
    const third = nextLine(
      { chain: first.link.chain, seq: 2, hash: sha256 },
      event('recovered', change({ sha256 })),
    );
    return Buffer.concat([Buffer.from(`${first.line}\n`), cut, Buffer.from(`\n${third.line}\n`)]);
  }

  it.each([0, 1, 30, 110, 200])('after %i bytes is a note, not a fault', (kept) => {
    const { findings } = verified([torn(kept)]);
    expect(findings).toEqual([expect.objectContaining({ severity: 'note', line: 2 })]);
  });

  it('is a fault where the next line does not speak of these bytes', () => {
    expect(faulty(torn(200, () => ({ sha256: 'f'.repeat(64) })))).toBe(true);
  });

  it('is a fault where one of its bytes was changed', () => {
    const bytes = torn(200);
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(faulty(changed), `byte ${at}`).toBe(true);
    }
  });

  it('does not begin an audit whose first lines were taken away', () => {
    expect(faulty(Buffer.concat([torn(200).subarray(torn(200).indexOf(0x0a) + 1)]))).toBe(true);
  });
});
