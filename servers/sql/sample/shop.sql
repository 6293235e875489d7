-- What shop.db was made from: sqlite3 shop.db < shop.sql
CREATE TABLE customer (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  "e mail" TEXT
);
CREATE TABLE product (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  price DECIMAL(9, 2) NOT NULL
);
CREATE TABLE "order" (
  id INTEGER PRIMARY KEY,
  customer INTEGER NOT NULL REFERENCES customer,
  placed DATE NOT NULL
);
CREATE TABLE order_line (
  "order" INTEGER NOT NULL REFERENCES "order",
  product INTEGER NOT NULL REFERENCES product,
  amount INTEGER NOT NULL,
  PRIMARY KEY ("order", product)
);
INSERT INTO customer VALUES (1, 'Ada Baker', 'ada@example.org'), (2, 'Jo Miller', NULL), (3, 'Süleyman Çelik', 'sc@example.org');
INSERT INTO product VALUES (1, 'Flour, 1 kg', 1.19), (2, 'Red lentils', 2.49), (3, 'Cumin', 3.05);
INSERT INTO "order" VALUES (1, 1, '2026-01-05'), (2, 3, '2026-01-06'), (3, 1, '2026-02-01');
INSERT INTO order_line VALUES (1, 1, 2), (1, 3, 1), (2, 2, 4), (3, 1, 1), (3, 2, 1);
