import { join } from 'node:path';
import { contract, onSample } from '@ashlar/kit/testing';
import { server } from '../src/server.ts';

const folder = join(import.meta.dirname, '..');

contract({
  server,
  folder,
  start: () => onSample(folder),
  succeed: [
    { tool: 'query', input: { sql: 'SELECT name, price FROM product WHERE price < ?', params: [3] } },
    {
      tool: 'query',
      input: { sql: 'SELECT count(*) FROM "order" WHERE customer = :id', params: { id: 1 }, maxRows: 5 },
    },
    { tool: 'explain', input: { sql: 'SELECT * FROM product WHERE price < 3' } },
    { tool: 'search_catalog', input: { pattern: 'order' } },
    { tool: 'profile_table', input: { table: 'order_line' } },
  ],
  resources: ['sql://shop/catalog', 'sql://shop/main/order_line', 'sql://shop/main/customer/sample'],
  prompts: {
    explore: {},
    answer: { question: 'Who bought lentils?' },
    diagnose: { sql: 'SELECT * FROM product' },
  },
  missingResource: 'sql://shop/main/nothing/of/this/kind',
  slow: {
    tool: 'query',
    input: { sql: 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x) FROM c' },
  },
});
