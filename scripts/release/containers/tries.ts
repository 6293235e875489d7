/** What is asked of a server in a container on its own sample, which is at `/data` for reading only. */
export interface Try {
  /** What follows the image. */
  words: readonly string[];
  tool: string;
  input: Record<string, unknown>;
  /** What the answer has in it. */
  says: string;
}

export const TRIES: Readonly<Record<string, Try>> = {
  filesystem: { words: ['/data'], tool: 'read', input: { path: 'README.md' }, says: '#' },
  hello: { words: ['/data/greetings.json'], tool: 'greet', input: { name: 'Ann' }, says: 'Ann' },
  // Both of these load a native module.
  sql: { words: ['/data/shop.db'], tool: 'query', input: { sql: 'SELECT 6 * 7 AS n' }, says: '42' },
  ticketing: { words: [], tool: 'create_ticket', input: { title: 'Disk full', force: true }, says: 'TASK-' },
  vault: { words: ['/data'], tool: 'read_note', input: { path: 'Home.md' }, says: 'Lentil' },
};
