import fc from 'fast-check';
import { expect, it } from 'vitest';
import { JsonText } from '../../src/json-text.ts';
import { messageJson } from '../../src/stdio/message-json.ts';

const text = fc
  .tuple(fc.string({ unit: 'binary', minLength: 1 }), fc.constantFrom(1, 5_000))
  .map(([unit, times]) => unit.repeat(times));
const block = fc.oneof(
  fc.record(
    { type: fc.constant('text'), text, annotations: fc.object() },
    { requiredKeys: ['type', 'text'] },
  ),
  fc.record({ uri: fc.string(), text, mimeType: fc.string() }),
  fc.constantFrom(null, 7, { type: 'image', data: 'AAAA' }, { text: 8 }),
);

it('is what JSON.stringify gives, with long texts and without', () => {
  const message = fc.record(
    {
      jsonrpc: fc.constant('2.0'),
      id: fc.integer(),
      result: fc.oneof(
        fc.record(
          { content: fc.array(block), structuredContent: fc.object() },
          { requiredKeys: ['content'] },
        ),
        fc.record({ ttlMs: fc.integer(), contents: fc.array(block) }),
        fc.constantFrom({}, { content: 'none' }, null),
      ),
      method: fc.string(),
    },
    { requiredKeys: ['jsonrpc'] },
  );
  fc.assert(
    fc.property(message, (message) => {
      expect(messageJson(message)).toBe(JSON.stringify(message));
    }),
  );
});

it('writes what is JSON already as it is, beside a long text', () => {
  const rows = new JsonText('[[1],["a"]]');
  const result = { content: [{ type: 'text', text: 'x"\\'.repeat(3_000) }], structuredContent: { rows } };
  const message = { jsonrpc: '2.0', id: 1, result };
  expect(messageJson(message)).toBe(JSON.stringify(message));
});
