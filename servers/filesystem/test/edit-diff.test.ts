import { applyPatch } from 'diff';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../src/edit/apply-edits.ts';
import { diffTexts } from '../src/edit/diff.ts';

const lines = (count: number) => Array.from({ length: count }, (_, i) => `line ${i + 1}`);

describe('the diff of an edit', () => {
  it('shows changed lines with two lines of context, numbered as in the file', () => {
    const { diff } = applyEdits(Buffer.from(`${lines(20).join('\n')}\n`), [
      { old: 'line 10\n', new: 'ten\n' },
    ]);
    expect(diff).toBe(
      ['@@ -8,5 +8,5 @@', ' line 8', ' line 9', '-line 10', '+ten', ' line 11', ' line 12'].join('\n'),
    );
  });

  it('leaves out what lies between two changes', () => {
    const edits = [
      { old: 'line 2\n', new: '' },
      { old: 'line 90\n', new: 'line 90\nmore\n' },
    ];
    const { diff } = applyEdits(Buffer.from(`${lines(100).join('\n')}\n`), edits);
    expect(diff).toContain('@@ -1,4 +1,3 @@\n line 1\n-line 2\n');
    expect(diff).toContain('@@ -89,4 +88,5 @@');
    expect(diff.split('\n').length).toBe(11);
  });

  it('shows a change of the final line break', () => {
    expect(diffTexts('a\nb', 'a\nb\n')).toContain('\\ No newline at end of file');
  });

  it('is empty where nothing changed', () => {
    expect(diffTexts('a', 'a')).toBe('');
  });

  it('is what it says: applied to the old text it gives the new one', () => {
    const line = fc.constantFrom('', 'a', 'b', 'c', '  a', '-x', '+y', '@@ 1');
    const text = fc
      .tuple(fc.array(line, { maxLength: 15 }), fc.boolean())
      .map(([all, end]) => all.join('\n') + (end ? '\n' : ''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const patch = `--- a\n+++ b\n${diffTexts(before, after)}\n`;
        if (before !== after) expect(applyPatch(before, patch)).toBe(after);
      }),
      { numRuns: 500 },
    );
  });
});

describe('its bounds', () => {
  it('counts the changed lines beyond 6 KB', () => {
    const before = lines(400).join('\n');
    const diff = diffTexts(before, before.replace(/line/g, 'another line'));
    expect(diff.length).toBeLessThan(6_100);
    const left = Number(/… and (\d+) more changed lines$/.exec(diff)?.[1]);
    expect(left + (diff.match(/^[+-]/gm)?.length ?? 0)).toBe(800);
  });

  it('cuts long lines, at a character', () => {
    const diff = diffTexts(`${'😀'.repeat(1_000)}a`, `${'😀'.repeat(1_000)}b`);
    expect(diff.length).toBeLessThan(700);
    expect(diff).not.toMatch(/\p{Surrogate}/u);
  });

  it('says how much was replaced where an alignment would take long', () => {
    const before = lines(50_000).join('\n');
    const diff = diffTexts(`same\n${before}`, `same\n${before.replace(/line/g, 'LINE')}`);
    expect(diff).toBe('50001 lines from line 1 on replaced by 50001 lines.');
  });

  it('is quick where changes lie far apart', () => {
    const all = lines(100_000);
    const after = [...all];
    after[1] = 'first';
    after[99_990] = 'last';
    const diff = diffTexts(all.join('\n'), after.join('\n'));
    expect(diff).toContain('+first');
    expect(diff).toContain('+last');
  });
});
