import type { Input, Tour } from './step.ts';

const BEST_SELLERS: Input = {
  sql: 'SELECT name, sold FROM best_seller WHERE sold > :least ORDER BY sold DESC, id',
  params: { least: 20 },
  maxRows: 4,
};

/** What the tour shows of the SQL server, on its sample shop. */
export const tour: Tour = {
  options: ['--timeout', '3'],
  steps: [
    {
      say: 'What is there, one line a table, with names as a statement has to write them',
      tool: 'search_catalog',
      input: {},
    },
    {
      say: 'A question with a value; the answer is cut, and says how to go on',
      tool: 'query',
      input: BEST_SELLERS,
    },
    {
      say: 'It goes on: no row is lost, none comes twice, and nothing was held open in between',
      tool: 'query',
      input: ({ structuredContent }) => ({ ...BEST_SELLERS, cursor: structuredContent?.nextCursor }),
    },
    {
      say: 'Would it read whole tables? Nothing is executed',
      tool: 'explain',
      input: { sql: 'SELECT * FROM order_line JOIN product ON product.id = order_line.product' },
    },
    {
      say: 'A name that is nearly right',
      tool: 'query',
      input: { sql: 'SELECT emial FROM customer' },
      refused: true,
    },
    {
      say: 'Nothing is changed, whatever stands in front',
      tool: 'query',
      input: { sql: 'WITH gone AS (SELECT id FROM product) DELETE FROM product WHERE id IN gone' },
      refused: true,
    },
    {
      say: 'A question without end is cut, after the three seconds that it may take',
      tool: 'query',
      input: { sql: 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x) FROM c' },
      refused: true,
    },
    {
      say: 'And the next one is answered at once; numbers beyond 2^53 are whole',
      tool: 'query',
      input: { sql: 'SELECT id, what FROM event ORDER BY id DESC LIMIT 2' },
    },
  ],
};
