import { Policy } from '../src/policy/policy.ts';
import { testFile } from './sqlite-file.ts';

/** What the shop keeps back: one table, three virtual ones, and columns of the others. */
export const SHOP_POLICY = new Policy({
  onlyTables: [],
  hideTables: ['audit', 'diary', 'v_private'],
  hideColumns: ['customer.secret', 'line.memo', 'ticket.rating'],
  maskColumns: ['email', 'orders.note', 'ledger.code', 'body.text', 'ticket.phone'],
});

/** Numbers from 0 to 1 that are always the same for a seed (mulberry32). */
export function numbersOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SCHEMA = `PRAGMA foreign_keys = OFF;
  CREATE TABLE customer(id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT UNIQUE, country TEXT, secret INT,
    points INT, lowered TEXT AS (lower(email)) STORED, tag TEXT AS (country || '-' || points) VIRTUAL,
    named TEXT AS (upper(name)) STORED, CHECK (secret IS NULL OR secret > -1000));
  CREATE INDEX customer_place ON customer(country, email);
  CREATE INDEX customer_wide ON customer(email, country, name, points);
  CREATE INDEX customer_secret ON customer(secret, points);
  CREATE INDEX customer_known ON customer(name) WHERE secret IS NOT NULL;
  CREATE INDEX customer_lower ON customer(lower(email), points);
  CREATE INDEX customer_name ON customer(upper(name));
  CREATE INDEX customer_points ON customer(points, country) WHERE points > 2;
  CREATE TABLE orders(id INTEGER PRIMARY KEY, customer INT REFERENCES customer, total REAL, note, placed DATE);
  CREATE INDEX orders_customer ON orders(customer, total);
  CREATE INDEX orders_note ON orders(note, total);
  CREATE TABLE line(ord INT, n INT, product TEXT, amount INT, memo TEXT, PRIMARY KEY (n, ord)) WITHOUT ROWID;
  CREATE INDEX line_product ON line(product);
  CREATE INDEX line_memo ON line(memo, product);
  CREATE TABLE ticket(id TEXT PRIMARY KEY, rating INT, phone TEXT, open INT, customer INT);
  CREATE INDEX ticket_open ON ticket(open, phone, rating);
  CREATE TABLE ledger(code TEXT PRIMARY KEY, amount INT) WITHOUT ROWID;
  CREATE TABLE audit(id INTEGER PRIMARY KEY, who TEXT, what TEXT);
  CREATE INDEX audit_who ON audit(who);
  CREATE TABLE plain(a INT, b TEXT, c REAL);
  CREATE INDEX plain_b ON plain(b, c);
  CREATE VIRTUAL TABLE body USING fts5(title, text);
  CREATE VIRTUAL TABLE page USING fts5(title, content);
  CREATE VIRTUAL TABLE names USING fts5(name, content='customer', content_rowid='id');
  CREATE VIRTUAL TABLE mails USING fts5(email, content='customer', content_rowid='id');
  CREATE VIRTUAL TABLE diary USING fts5(entry);
  CREATE VIRTUAL TABLE diary_words USING fts5vocab('diary', 'row');
  CREATE VIRTUAL TABLE page_words USING fts5vocab('page', 'row');
  CREATE VIRTUAL TABLE area USING rtree(id, x0, x1);
  CREATE VIEW v_customer AS SELECT id, name, email AS contact, country FROM customer;
  CREATE VIEW v_orders AS SELECT o.id, o.total, c.name FROM orders o JOIN customer c ON c.id = o.customer;
  CREATE VIEW v_secret AS SELECT id, secret FROM customer;
  CREATE VIEW v_loud AS SELECT id, upper(email) AS loud FROM customer;
  CREATE VIEW v_audit AS SELECT who, count(*) AS n FROM audit GROUP BY who;
  CREATE VIEW v_private AS SELECT a, b FROM plain;
  CREATE VIEW v_nested AS SELECT contact, name FROM v_customer WHERE country IS NOT NULL;
  CREATE TRIGGER customer_audit AFTER UPDATE ON customer BEGIN INSERT INTO audit(who, what) VALUES (old.email, new.email); END;`;

const NAMES = ['Ann', 'Bob', 'Çelik', 'dora', 'Ann', 'Eve', 'Fay', 'gus'];

/** Two of them differ only in what is kept back where only the second seed differs. */
export function shopFile(open: number, kept: number, more = ''): string {
  return testFile(shopScript(open, kept, more));
}

export function shopScript(open: number, kept: number, more = ''): string {
  const shown = pick(numbersOf(open));
  const secret = pick(numbersOf(kept));
  const text = () => secret.text();
  const rows: string[] = [];
  const put = (table: string, columns: string, values: readonly string[]) =>
    rows.push(`INSERT INTO ${table}(${columns}) VALUES (${values.join(', ')});`);
  const emails = secret.shuffled(['NULL', 'NULL', ...secret.distinct(10)]);
  for (let id = 1; id <= 9; id++) {
    const visible = [`'${shown.of(NAMES)}'`, shown.of(["'de'", "'fr'", 'NULL', "'us'"]), `${shown.upTo(6)}`];
    const kept = [emails[id] ?? 'NULL', secret.of(['NULL', '0', `${secret.upTo(3)}`, `${secret.upTo(900)}`])];
    put('customer', 'id, name, country, points, email, secret', [`${id * 2}`, ...visible, ...kept]);
  }
  for (let id = 1; id <= 12; id++) {
    const total = shown.of([`${shown.upTo(9)}.5`, 'NULL', '3.0']);
    const visible = [`${id}`, `${shown.upTo(10) * 2}`, total, `'2026-0${1 + shown.upTo(8)}-01'`];
    put('orders', 'id, customer, total, placed, note', [...visible, text()]);
    const where = [`${id % 5}`, `${id}`, `'${shown.of(['tea', 'salt', 'rice'])}'`, `${shown.upTo(4)}`];
    put('line', 'ord, n, product, amount, memo', [...where, text()]);
    put('plain', 'a, b, c', [`${shown.upTo(5)}`, `'${shown.of(NAMES)}'`, `${shown.upTo(3)}.25`]);
  }
  for (let id = 1; id <= 7; id++) {
    const visible = [`'t${(id * 5) % 7}'`, `${shown.upTo(2)}`, `${shown.upTo(9) * 2}`];
    put('ticket', 'id, open, customer, rating, phone', [...visible, secret.of(['NULL', '1', '5']), text()]);
    put('page', 'title, content', [
      `'${shown.of(NAMES)}'`,
      `'${shown.of(['red tea', 'green tea', 'salt'])}'`,
    ]);
    put('body', 'title, text', [`'${shown.of(NAMES)}'`, text()]);
    put('area', 'id, x0, x1', [`${id}`, `${shown.upTo(5)}`, '9']);
  }
  for (const code of secret.distinct(6)) put('ledger', 'code, amount', [code, `${shown.upTo(50)}`]);
  for (let id = secret.upTo(9); id > 0; id--) {
    put('audit', 'who, what', [text(), text()]);
    put('diary', 'entry', [text()]);
  }
  return `${SCHEMA}${rows.join('')}
    INSERT INTO names(names) VALUES ('rebuild'); INSERT INTO mails(mails) VALUES ('rebuild'); ${more}`;
}

const TEXTS = ["''", "'a'", "'Ann'", "'tea'", "'zz'", '1', '2.5', "x'00ff'", 'NULL', 'NULL'];

function pick(random: () => number) {
  const upTo = (most: number) => Math.floor(random() * most);
  const of = <T>(list: readonly T[]): T => list[upTo(list.length)] as T;
  const text = () => (random() < 0.7 ? of(TEXTS) : `'${'x'.repeat(upTo(400))}${upTo(99)}'`);
  const shuffled = <T>(list: readonly T[]): T[] =>
    list
      .map((one) => ({ one, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ one }) => one);
  const distinct = (count: number) =>
    shuffled(
      Array.from({ length: count }, (_, at) => `'${of(['a', 'M', 'zz', 'É'])}${at}${'y'.repeat(upTo(9))}@x'`),
    );
  return { upTo, of, text, shuffled, distinct };
}
