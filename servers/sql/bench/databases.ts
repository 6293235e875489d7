import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

const ORDERS = 100_000;
const CUSTOMERS = 5_000;
const STATES = ['new', 'paid', 'packed', 'sent', 'returned'];
const CURRENCIES = ['EUR', 'CHF', 'GBP', 'SEK'];
const NOTES = [
  'leave at the door',
  'ring twice',
  'gift wrapping',
  'invoice by post',
  'fragile',
  'zweiter Stock',
];
const DAY = 86_400_000;

const SCHEMA = `CREATE TABLE customers(id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT NOT NULL);
  CREATE TABLE orders(
    id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id), state TEXT NOT NULL,
    quantity INTEGER NOT NULL, total REAL NOT NULL, currency TEXT NOT NULL, placed_at TEXT NOT NULL, note TEXT
  );`;
const INDEXES = `CREATE INDEX orders_by_customer ON orders(customer_id);
  CREATE INDEX orders_by_time ON orders(placed_at); ANALYZE;`;

/** The path of a database for each of two servers, with the same 100,000 orders of eight columns; made once, then kept. */
export function ordersDatabases(folder: string): { ours: string; peer: string } {
  const [ours, peer] = [join(folder, 'ours.db'), join(folder, 'peer.db')];
  if (!existsSync(peer)) {
    rmSync(ours, { force: true });
    fill(ours);
    copyFileSync(ours, peer);
  }
  return { ours, peer };
}

/** The sample, once for each of two servers. */
export function sampleDatabases(folder: string): { ours: string; peer: string } {
  const sample = join(import.meta.dirname, '..', 'sample', 'shop.db');
  const both = { ours: join(folder, 'shop.db'), peer: join(folder, 'shop-of-peer.db') };
  for (const copy of Object.values(both)) copyFileSync(sample, copy);
  return both;
}

function fill(path: string): void {
  const database = new Database(path);
  database.exec(SCHEMA);
  const customer = database.prepare('INSERT INTO customers VALUES (?, ?, ?)');
  const order = database.prepare('INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  database.transaction(() => {
    for (let id = 1; id <= CUSTOMERS; id++) customer.run(id, `Customer ${id}`, `City ${id % 97}`);
    const random = generator(7);
    for (let id = 1; id <= ORDERS; id++) order.run(...orderOf(id, random));
  })();
  database.exec(INDEXES);
  database.close();
}

function orderOf(id: number, random: (below: number) => number): unknown[] {
  const pick = (list: readonly string[]) => list[random(list.length)];
  const placed = new Date(Date.UTC(2024, 0, 1) + random(700 * DAY)).toISOString();
  return [
    ...[id, 1 + random(CUSTOMERS), pick(STATES), 1 + random(9), random(100_000) / 100, pick(CURRENCIES)],
    placed.slice(0, 19).replace('T', ' '),
    random(2) === 0 ? null : pick(NOTES),
  ];
}

/** Whole numbers from 0 that look random and are the same on every machine (a linear congruential generator). */
function generator(seed: number): (below: number) => number {
  let state = BigInt(seed);
  return (below) => {
    state = BigInt.asUintN(64, state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n);
    return Number((state >> 33n) % BigInt(below));
  };
}
