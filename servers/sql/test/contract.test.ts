import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contract } from '@ashlar/kit/testing';
import { server } from '../src/server.ts';

const folder = join(import.meta.dirname, '..');

contract({
  server,
  folder,
  async start() {
    const copy = await mkdtemp(join(tmpdir(), 'ashlar-sql-'));
    await cp(join(folder, 'sample'), copy, { recursive: true });
    return {
      args: [join(copy, 'shop.db')],
      dispose: () => rm(copy, { recursive: true, force: true, maxRetries: 5 }),
    };
  },
  tools: { query: 'read' },
  succeed: [
    { tool: 'query', input: { sql: 'SELECT name, price FROM product WHERE price < ?', params: [3] } },
    {
      tool: 'query',
      input: { sql: 'SELECT count(*) FROM "order" WHERE customer = :id', params: { id: 1 }, maxRows: 5 },
    },
  ],
  slow: {
    tool: 'query',
    input: { sql: 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x) FROM c' },
  },
});
