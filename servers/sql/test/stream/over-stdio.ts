import { join } from 'node:path';
import { type ErrorCode, ToolError } from '@ashlar/kit/errors';
import { connectStdio, type Result } from '@ashlar/kit/testing';
import { expect } from 'vitest';
import type { Answering } from './same-stream.ts';

const BIN = join(import.meta.dirname, '../../dist/main.js');

/**
 * The built server on a database, asked by its tool `query` over stdio, page by page. What hosts show of an answer is
 * either form: each is expected to say the same.
 */
export async function overStdio(url: string): Promise<Answering & { close(): Promise<void> }> {
  const client = await connectStdio('v2', { command: process.execPath, args: [BIN, url] });
  return {
    async run(question) {
      const rows: unknown[][] = [];
      let cursor: unknown;
      for (;;) {
        const page = dataOf(await client.call('query', { ...question, cursor }));
        rows.push(...page.rows);
        cursor = page.nextCursor;
        if (cursor === undefined) return { columns: page.columns, rows, truncated: false };
      }
    },
    close: () => client.close(),
  };
}

interface Page {
  columns: { name: string }[];
  rows: unknown[][];
  nextCursor?: string;
}

function dataOf({ content, structuredContent, isError }: Result): Page {
  const text = content.map(({ text }) => text).join('\n');
  if (isError === true) {
    const [code, ...message] = text.split(': ');
    throw new ToolError(code as ErrorCode, message.join(': '));
  }
  expect(JSON.parse(text)).toEqual(structuredContent);
  return structuredContent as unknown as Page;
}
