import type { Tour } from './tour.ts';

/** What the tour shows of the SQL server, on its sample shop. */
export const tour: Tour = {
  sample: 'shop.db',
  options: ['--timeout', '1'],
  steps: [
    {
      say: 'What is there, one line a table',
      tool: 'search_catalog',
      input: {},
    },
    {
      say: 'A question with a value, and an answer that is cut with the cursor to go on',
      tool: 'query',
      input: {
        sql: 'SELECT name, price FROM product WHERE price > :least ORDER BY id',
        params: { least: 1 },
        maxRows: 2,
      },
    },
    {
      say: 'Would it read whole tables? Nothing is executed',
      tool: 'explain',
      input: { sql: 'SELECT * FROM order_line JOIN product ON product.id = order_line.product' },
    },
    {
      say: 'A name that is nearly right',
      tool: 'query',
      input: { sql: 'SELECT pirce FROM product' },
      refused: true,
    },
    {
      say: 'Nothing is changed',
      tool: 'query',
      input: { sql: 'DELETE FROM product' },
      refused: true,
    },
    {
      say: 'A question without end is cut, after the second that it may take',
      tool: 'query',
      input: { sql: 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x) FROM c' },
      refused: true,
    },
  ],
};
