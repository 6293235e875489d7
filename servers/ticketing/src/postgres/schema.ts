/**
 * What makes each version of the schema of the one before; the first is made of nothing. What was published is never
 * edited, only followed. The tenant is the first part of every key, and foreign keys hold it: nothing of one tenant can
 * belong to a ticket of another. Names are compared byte by byte, whatever language the database speaks. Words are put into
 * their index at once: one that is put off is read by every search until then.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE tenant(
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text COLLATE "C" NOT NULL UNIQUE
  );
  CREATE TABLE project(
    tenant integer NOT NULL REFERENCES tenant(id), key text COLLATE "C" NOT NULL, last integer NOT NULL DEFAULT 0,
    PRIMARY KEY(tenant, key)
  );
  CREATE TABLE ticket(
    row bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant integer NOT NULL, project text COLLATE "C" NOT NULL, number integer NOT NULL,
    rev integer NOT NULL, changed bigint NOT NULL,
    title text NOT NULL, body text NOT NULL, status text COLLATE "C" NOT NULL, type text COLLATE "C",
    priority text COLLATE "C", resolution text COLLATE "C", due text COLLATE "C", parent bigint,
    author_id text COLLATE "C" NOT NULL, author_name text NOT NULL, author_role text NOT NULL,
    created_at bigint NOT NULL, updated_at bigint NOT NULL,
    claimed_by text COLLATE "C", claimed_until bigint, claimed_from text COLLATE "C", claimed_to text COLLATE "C",
    UNIQUE(tenant, project, number), UNIQUE(tenant, row),
    FOREIGN KEY(tenant, project) REFERENCES project(tenant, key),
    FOREIGN KEY(tenant, parent) REFERENCES ticket(tenant, row)
  );
  CREATE INDEX ticket_changed ON ticket(tenant, changed);
  CREATE INDEX ticket_status ON ticket(tenant, status, changed);
  CREATE INDEX ticket_parent ON ticket(tenant, parent) WHERE parent IS NOT NULL;
  CREATE TABLE label(
    tenant integer NOT NULL, ticket bigint NOT NULL, name text COLLATE "C" NOT NULL,
    PRIMARY KEY(tenant, ticket, name), FOREIGN KEY(tenant, ticket) REFERENCES ticket(tenant, row)
  );
  CREATE INDEX label_name ON label(tenant, lower(name));
  CREATE TABLE assignee(
    tenant integer NOT NULL, ticket bigint NOT NULL, name text COLLATE "C" NOT NULL,
    PRIMARY KEY(tenant, ticket, name), FOREIGN KEY(tenant, ticket) REFERENCES ticket(tenant, row)
  );
  CREATE INDEX assignee_name ON assignee(tenant, name);
  CREATE TABLE link(
    tenant integer NOT NULL, ticket bigint NOT NULL, relation text COLLATE "C" NOT NULL, target bigint NOT NULL,
    PRIMARY KEY(tenant, ticket, relation, target),
    FOREIGN KEY(tenant, ticket) REFERENCES ticket(tenant, row),
    FOREIGN KEY(tenant, target) REFERENCES ticket(tenant, row)
  );
  CREATE TABLE comment(
    tenant integer NOT NULL, ticket bigint NOT NULL, number integer NOT NULL, at bigint NOT NULL,
    author_id text COLLATE "C" NOT NULL, author_name text NOT NULL, author_role text NOT NULL,
    visibility text NOT NULL, body text NOT NULL,
    PRIMARY KEY(tenant, ticket, number), FOREIGN KEY(tenant, ticket) REFERENCES ticket(tenant, row)
  );
  CREATE TABLE event(
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
    tenant integer NOT NULL, ticket bigint NOT NULL, rev integer NOT NULL,
    at bigint NOT NULL, author_id text COLLATE "C" NOT NULL, author_name text NOT NULL, author_role text NOT NULL,
    what text NOT NULL, changed text NOT NULL,
    UNIQUE(tenant, ticket, rev), FOREIGN KEY(tenant, ticket) REFERENCES ticket(tenant, row)
  );
  CREATE INDEX event_tx ON event(tx);
  CREATE TABLE intent(
    tenant integer NOT NULL REFERENCES tenant(id), person text COLLATE "C" NOT NULL, kind text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL, hash text NOT NULL, at bigint NOT NULL, answer text NOT NULL, for_good boolean NOT NULL,
    PRIMARY KEY(tenant, person, kind, key)
  );
  CREATE INDEX intent_at ON intent(tenant, at) WHERE NOT for_good;
  CREATE TABLE words(
    tenant integer NOT NULL, ticket bigint NOT NULL, texts tsvector NOT NULL, grams tsvector NOT NULL,
    PRIMARY KEY(tenant, ticket), FOREIGN KEY(tenant, ticket) REFERENCES ticket(tenant, row)
  );
  CREATE INDEX words_texts ON words USING gin(texts) WITH (fastupdate = off);
  CREATE INDEX words_grams ON words USING gin(grams) WITH (fastupdate = off);
  `,
];
