-- A grocer's shop, whose names and types are as awkward as those of real databases.
-- shop.db is made of this file and of nothing else: npm run sample, in servers/sql.
PRAGMA page_size = 1024;

CREATE TABLE category (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  parent INTEGER REFERENCES category
);
INSERT INTO category VALUES
  (1, 'Food', NULL), (2, 'Household', NULL), (3, 'Staples', 1), (4, 'Pulses', 3), (5, 'Spices', 1), (6, 'Candles', 2);

-- A generated column, bytes, and JSON as text.
CREATE TABLE product (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  category INTEGER NOT NULL REFERENCES category,
  price DECIMAL(9, 2) NOT NULL,
  gross DECIMAL(9, 2) AS (round(price * 1.07, 2)) STORED,
  tags JSON,
  photo BLOB
);
INSERT INTO product (id, name, category, price, tags) VALUES
  (1, 'Flour, 1 kg', 3, 1.19, '["organic","wheat"]'),
  (2, 'Red lentils', 4, 2.49, '["organic","vegan"]'),
  (3, 'Cumin', 5, 3.05, '["ground"]'),
  (4, 'Crème fraîche', 1, 1.75, NULL),
  (5, '"Black Gold" coffee', 1, 7.9, '["fair trade"]'),
  (6, 'Chickpeas', 4, 1.95, '["organic","vegan"]'),
  (7, 'Turmeric', 5, 2.8, '["ground"]'),
  (8, 'Spaghetti', 3, 1.39, '["wheat"]'),
  (9, 'Olive oil, 0.5 l', 1, 8.25, '["organic"]'),
  (10, 'Honey from Çanakkale', 1, 6.4, NULL),
  (11, 'Beeswax candle', 6, 4.6, '[]'),
  (12, 'Tea light, 50', 6, 3.99, '[]'),
  (13, 'Basmati rice', 3, 3.2, '["vegan"]'),
  (14, 'Black beans', 4, 1.85, '["vegan"]'),
  (15, 'Cloves', 5, 4.1, NULL),
  (16, '豆腐', 1, 2.2, '["vegan"]');
UPDATE product SET photo = CAST('<svg xmlns="http://www.w3.org/2000/svg"><circle r="' || id || '"/></svg>' AS BLOB) WHERE id < 6;

-- Names with a space; some have no value.
CREATE TABLE customer (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  "e mail" TEXT,
  joined DATE
);
INSERT INTO customer VALUES
  (1, 'Ada Baker', 'ada@example.org', '2025-11-02'),
  (2, 'Jo Miller', NULL, '2025-11-09'),
  (3, 'Süleyman Çelik', 'sc@example.org', '2025-12-01'),
  (4, 'Siobhán O''Brien', 'siobhan@example.com', '2025-12-24'),
  (5, '山田 花子', 'hanako@example.jp', NULL),
  (6, 'Null', 'null@example.net', '2026-01-01'),
  (7, 'Zoë van der Berg', NULL, '2026-01-03'),
  (8, 'Łukasz Wójcik', 'lw@example.pl', '2026-01-15'),
  (9, 'Maria José da Silva', 'mj@example.com', '2026-01-30'),
  (10, 'Bob; DROP TABLE product', 'bob@example.org', '2026-02-01'),
  (11, 'Ngọc Trần', 'ngoc@example.vn', NULL),
  (12, 'Åse Lind', 'ase@example.no', '2026-02-11');

-- A reserved word for a name.
CREATE TABLE "order" (
  id INTEGER PRIMARY KEY,
  customer INTEGER NOT NULL REFERENCES customer,
  placed DATE NOT NULL,
  paid TIMESTAMP
);
CREATE INDEX order_of_customer ON "order" (customer);
INSERT INTO "order"
  WITH RECURSIVE n (id) AS (VALUES (1) UNION ALL SELECT id + 1 FROM n WHERE id < 60)
  SELECT id, id * 7 % 12 + 1, date('2026-01-05', (id * 3 / 2) || ' days'),
    iif(id % 5 = 0, NULL, datetime('2026-01-05 09:30:00', (id * 36) || ' hours'))
  FROM n;

CREATE TABLE order_line (
  "order" INTEGER NOT NULL REFERENCES "order",
  product INTEGER NOT NULL REFERENCES product,
  amount INTEGER NOT NULL,
  PRIMARY KEY ("order", product)
) WITHOUT ROWID;
INSERT INTO order_line
  SELECT "order".id, product.id, "order".id * product.id % 5 + 1
  FROM "order" JOIN product ON ("order".id * 5 + product.id * 3) % 8 = 0;

-- A key of two columns, both of which refer to one row elsewhere.
CREATE TABLE "returned goods" (
  "order" INTEGER NOT NULL,
  product INTEGER NOT NULL,
  "on" DATE NOT NULL,
  reason TEXT,
  FOREIGN KEY ("order", product) REFERENCES order_line ("order", product)
);
INSERT INTO "returned goods"
  SELECT "order", product, date(placed, '10 days'), iif(product % 2 = 0, 'Too many', NULL)
  FROM order_line JOIN "order" ON id = "order" WHERE id % 13 = 0;

CREATE TABLE "Opening Hours" (
  Weekday TEXT PRIMARY KEY,
  "From" TIME,
  "To" TIME
);
INSERT INTO "Opening Hours" VALUES
  ('Monday', NULL, NULL), ('Tuesday', '08:00', '18:30'), ('Wednesday', '08:00', '18:30'), ('Thursday', '08:00', '20:00'),
  ('Friday', '08:00', '18:30'), ('Saturday', '09:00', '14:00'), ('Sunday', NULL, NULL);

-- Letters that are not of ASCII.
CREATE TABLE "entrepôt" (
  code CHAR(3) PRIMARY KEY,
  ville TEXT NOT NULL,
  "m²" DOUBLE
);
INSERT INTO "entrepôt" VALUES ('LYS', 'Lyon', 420.5), ('NTE', 'Nantes', 96), ('SXB', 'Strasbourg', NULL);

-- Types that are enforced, and a key instead of a rowid.
CREATE TABLE stock (
  "entrepôt" TEXT NOT NULL REFERENCES "entrepôt",
  product INTEGER NOT NULL REFERENCES product,
  amount INTEGER NOT NULL,
  PRIMARY KEY ("entrepôt", product)
) STRICT, WITHOUT ROWID;
INSERT INTO stock
  SELECT code, id, id * length(ville) % 23 FROM "entrepôt" CROSS JOIN product WHERE (id + length(ville)) % 2 = 0;

-- A quote in a name, a reserved word, and a column without a type.
CREATE TABLE "19"" rack" (
  "row" INTEGER NOT NULL,
  place,
  product INTEGER REFERENCES product
);
INSERT INTO "19"" rack" VALUES
  (1, 'left', 1), (1, 2, 13), (1, 3.5, 8), (2, 'left', 2), (2, 'right', 6), (2, x'00ff', NULL), (3, NULL, 11);

-- Keys beyond 2^53, where a number of JavaScript is the wrong one.
CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  "order" INTEGER REFERENCES "order",
  what TEXT NOT NULL,
  detail TEXT CHECK (json_valid(detail))
) STRICT;
INSERT INTO event
  SELECT 9007199254740993 + id * 4098, id, iif(paid IS NULL, 'reminded', 'paid'),
    json_object('by', iif(id % 3 = 0, 'card', 'transfer'), 'at', paid)
  FROM "order" WHERE id % 2 = 1;
INSERT INTO event VALUES (9223372036854775807, NULL, 'closed', '{}');

CREATE VIEW best_seller AS
  SELECT product.id, product.name, sum(amount) AS sold, sum(amount * price) AS turnover
  FROM product JOIN order_line ON product = product.id
  GROUP BY product.id ORDER BY sold DESC, product.id;

CREATE VIRTUAL TABLE product_text USING fts5(name, description);
INSERT INTO product_text (rowid, name, description)
  SELECT product.id, product.name, category.name || ': ' || coalesce(replace(tags, '"', ''), 'plain')
  FROM product JOIN category ON category = category.id;

ANALYZE;
VACUUM;
