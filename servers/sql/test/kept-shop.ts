import type { PolicyOptions } from '../src/policy/policy.ts';

/** What is kept back of the shop below. */
export const KEPT: PolicyOptions = {
  onlyTables: [],
  hideTables: ['secret', 'staff_secret', 'public."odd Name"'],
  hideColumns: ['customer.ssn', 'event.token'],
  maskColumns: ['email', 'customer.salary', 'event.payload', 'grade.level'],
};

/** Values of one shop that another may not have: a stream of numbers makes them. */
export type Chance = (below: number) => number;

const ROWS = 24;

/** A shop for PostgreSQL, without rows. */
export const SHOP = `
  CREATE TYPE mood AS ENUM ('low', 'high');
  CREATE TABLE customer(id int PRIMARY KEY, name text NOT NULL, ssn text, city text, email text, salary numeric, mood mood, email_key text GENERATED ALWAYS AS (lower(email)) STORED, ssn_key text GENERATED ALWAYS AS (lower(ssn)) STORED);
  CREATE INDEX customer_email ON customer(email, id);
  CREATE INDEX customer_salary ON customer(salary) WHERE id > 0;
  CREATE INDEX customer_name ON customer(name);
  CREATE TABLE orders(id int PRIMARY KEY, customer int REFERENCES customer, total numeric, state text, tags text[], doc jsonb);
  CREATE TABLE secret(id int PRIMARY KEY, note text, email text);
  CREATE TABLE "odd Name"(id int, v text);
  CREATE TABLE person(id int, name text, email text);
  CREATE TABLE staff(room int) INHERITS (person);
  CREATE TABLE team(id int, name text);
  CREATE TABLE staff_secret() INHERITS (team);
  CREATE TABLE staff_open() INHERITS (team);
  CREATE TABLE event(id int, day int, payload text, token text) PARTITION BY RANGE (day);
  CREATE TABLE event_old PARTITION OF event FOR VALUES FROM (0) TO (5);
  CREATE TABLE event_new PARTITION OF event DEFAULT;
  CREATE INDEX event_payload ON event(payload, id);
  CREATE TABLE grade(id int, level int) PARTITION BY LIST (level);
  CREATE TABLE grade_one PARTITION OF grade FOR VALUES IN (1);
  CREATE TABLE grade_more PARTITION OF grade DEFAULT;
  CREATE VIEW open_customer AS SELECT id, name, city FROM customer WHERE id > 2;
  CREATE VIEW counted AS SELECT count(*) AS n FROM customer;
  CREATE VIEW open_twice AS SELECT o.city, count(*) AS n FROM open_customer o JOIN orders ON orders.customer = o.id GROUP BY 1;
  CREATE MATERIALIZED VIEW cities AS SELECT city, count(*) AS n FROM customer GROUP BY city WITH NO DATA;
  CREATE VIEW with_email AS SELECT id, email AS contact FROM customer;
  CREATE VIEW over_email AS SELECT id FROM with_email;
  CREATE VIEW by_email AS SELECT id FROM customer ORDER BY email;
  CREATE VIEW by_key AS SELECT id FROM customer WHERE email_key > 'c';
  CREATE VIEW whole AS SELECT c.id, row_to_json(c) AS j FROM customer c;
  CREATE VIEW whole_text AS SELECT c.id, c::text AS j FROM customer c;
  CREATE VIEW same AS SELECT a.id FROM customer a JOIN person b USING (email);
  CREATE VIEW with_secret AS SELECT o.id FROM orders o WHERE EXISTS (SELECT FROM secret s WHERE s.id = o.id);
  CREATE VIEW with_stats AS SELECT most_common_vals::text AS v FROM pg_stats WHERE tablename = 'customer';
  CREATE VIEW with_catalog AS SELECT relname, reltuples FROM pg_class;
  CREATE VIEW with_xml AS SELECT query_to_xml('SELECT * FROM secret', true, true, '') AS x;
  CREATE VIEW locking AS SELECT id FROM orders FOR SHARE;
  CREATE MATERIALIZED VIEW kept_emails AS SELECT email FROM customer WITH NO DATA;
  CREATE VIEW masked_itself AS SELECT id, state AS email FROM orders;
  CREATE FUNCTION peek() RETURNS text LANGUAGE sql STABLE AS 'SELECT string_agg(email, '','') FROM customer';
  CREATE FUNCTION peek_always() RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT string_agg(email, '','') FROM customer';
  CREATE FUNCTION peek_row(orders) RETURNS text LANGUAGE sql STABLE AS 'SELECT max(email) FROM customer';
  CREATE FUNCTION peek_two(int, int) RETURNS text LANGUAGE sql STABLE AS 'SELECT max(email) FROM customer';
  CREATE FUNCTION keep_first(text, int) RETURNS text LANGUAGE sql STABLE AS 'SELECT max(email) FROM customer';
  CREATE AGGREGATE peek_all(int) (SFUNC = keep_first, STYPE = text);
  CREATE OPERATOR ===> (LEFTARG = int, RIGHTARG = int, FUNCTION = peek_two);
  CREATE VIEW with_peek AS SELECT peek() AS p;
  CREATE VIEW with_operator AS SELECT id ===> id AS p FROM orders;
  CREATE FUNCTION has_note(text) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT EXISTS (SELECT FROM secret WHERE note = $1)';
  CREATE DOMAIN checked AS text CHECK (has_note(VALUE));
  CREATE DOMAIN plain AS int CHECK (VALUE > 0);
  CREATE TYPE pair AS (a int, b int);
  CREATE FUNCTION to_pair(text) RETURNS pair LANGUAGE sql STABLE AS 'SELECT ROW(min(id), max(id))::pair FROM secret';
  CREATE CAST (text AS pair) WITH FUNCTION to_pair(text);
  CREATE FUNCTION peek_pair(pair, int) RETURNS text LANGUAGE sql STABLE AS 'SELECT max(email) FROM customer';
  CREATE OPERATOR ~=> (LEFTARG = pair, RIGHTARG = int, FUNCTION = peek_pair);
  CREATE FUNCTION peek_pairs(pair, pair) RETURNS text LANGUAGE sql STABLE AS 'SELECT max(email) FROM customer';
  CREATE OPERATOR ~~=> (LEFTARG = pair, RIGHTARG = pair, FUNCTION = peek_pairs);
  CREATE SEQUENCE counter;
  CREATE SCHEMA other;
  CREATE TABLE other.customer(id int, email text, color text);
  CREATE TABLE other.plain(id int, p plain, m mood)`;

/** Its rows. What the policy leaves is the same in all; what it keeps back is of chance. */
export function shopRows(chance: Chance): string {
  const maybe = (text: string) => (chance(4) === 0 ? 'NULL' : text);
  const email = () => maybe(`'${'abcdefgh'[chance(8)]}${chance(6)}@${chance(3)}.example'`);
  const number = () => maybe(String(chance(1_000)));
  const each = (count: number, row: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => `(${row(at + 1)})`).join(', ');
  const city = (at: number) => ['Bern', 'Oslo', 'Rome', 'Lima'][at % 4];
  return `
  INSERT INTO customer VALUES ${each(ROWS, (at) => `${at}, 'n${at % 7}', ${number()}, '${city(at)}', ${email()}, ${number()}, '${at % 2 ? 'low' : 'high'}'`)};
  INSERT INTO orders VALUES ${each(40, (at) => `${at}, ${1 + (at % ROWS)}, ${at % 9}.5, '${at % 3 ? 'new' : 'done'}', '{a,b${at % 4}}', '{"a": ${at}}'`)};
  INSERT INTO secret VALUES ${each(3 + chance(9), (at) => `${at}, ${number()}, ${email()}`)};
  INSERT INTO "odd Name" VALUES (1, ${email()});
  INSERT INTO person VALUES ${each(5, (at) => `${at}, 'p${at}', ${email()}`)};
  INSERT INTO staff VALUES ${each(5, (at) => `${at + 10}, 's${at}', ${email()}, ${at}`)};
  INSERT INTO team VALUES (1, 'x');
  INSERT INTO staff_secret VALUES (${chance(99)}, 'y');
  INSERT INTO event VALUES ${each(12, (at) => `${at}, ${at}, ${email()}, ${email()}`)};
  INSERT INTO grade VALUES ${each(6, (at) => `${at}, ${chance(3)}`)};
  REFRESH MATERIALIZED VIEW cities;
  REFRESH MATERIALIZED VIEW kept_emails;
  INSERT INTO other.customer VALUES (1, ${email()}, 'red');
  INSERT INTO other.plain VALUES (1, 2, 'low'), (2, 3, 'high');
  ANALYZE`;
}
