import type { FileForm } from '../database-file/open-database-file.ts';

/**
 * What makes each version of the schema of the one before; the first is made of nothing. What was published is never
 * edited, only followed. The tenant is the first part of every key, and foreign keys hold it: nothing of one tenant can
 * belong to a ticket of another.
 */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE tenant(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE project(
    tenant INTEGER NOT NULL REFERENCES tenant(id), key TEXT NOT NULL, last INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY(tenant, key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE ticket(
    row INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, project TEXT NOT NULL, number INTEGER NOT NULL,
    rev INTEGER NOT NULL, changed INTEGER NOT NULL,
    title TEXT NOT NULL, body TEXT NOT NULL, status TEXT NOT NULL, type TEXT, priority TEXT, resolution TEXT, due TEXT,
    parent INTEGER,
    author_id TEXT NOT NULL, author_name TEXT NOT NULL, author_role TEXT NOT NULL,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    claimed_by TEXT, claimed_until INTEGER, claimed_from TEXT, claimed_to TEXT,
    UNIQUE(tenant, project, number), UNIQUE(tenant, row),
    FOREIGN KEY(tenant, project) REFERENCES project(tenant, key),
    FOREIGN KEY(tenant, parent) REFERENCES ticket(tenant, row)
  ) STRICT;
  CREATE INDEX ticket_changed ON ticket(tenant, changed);
  CREATE INDEX ticket_status ON ticket(tenant, status, changed);
  CREATE INDEX ticket_parent ON ticket(tenant, parent) WHERE parent IS NOT NULL;
  CREATE TABLE label(
    tenant INTEGER NOT NULL, ticket INTEGER NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY(tenant, ticket, name), FOREIGN KEY(tenant, ticket) REFERENCES ticket(tenant, row)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX label_name ON label(tenant, name COLLATE NOCASE);
  CREATE TABLE assignee(
    tenant INTEGER NOT NULL, ticket INTEGER NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY(tenant, ticket, name), FOREIGN KEY(tenant, ticket) REFERENCES ticket(tenant, row)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX assignee_name ON assignee(tenant, name);
  CREATE TABLE link(
    tenant INTEGER NOT NULL, ticket INTEGER NOT NULL, relation TEXT NOT NULL, target INTEGER NOT NULL,
    PRIMARY KEY(tenant, ticket, relation, target),
    FOREIGN KEY(tenant, ticket) REFERENCES ticket(tenant, row),
    FOREIGN KEY(tenant, target) REFERENCES ticket(tenant, row)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE comment(
    tenant INTEGER NOT NULL, ticket INTEGER NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL,
    author_id TEXT NOT NULL, author_name TEXT NOT NULL, author_role TEXT NOT NULL,
    visibility TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY(tenant, ticket, number), FOREIGN KEY(tenant, ticket) REFERENCES ticket(tenant, row)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE event(
    seq INTEGER PRIMARY KEY AUTOINCREMENT, tenant INTEGER NOT NULL, ticket INTEGER NOT NULL, rev INTEGER NOT NULL,
    at INTEGER NOT NULL, author_id TEXT NOT NULL, author_name TEXT NOT NULL, author_role TEXT NOT NULL,
    what TEXT NOT NULL, changed TEXT NOT NULL,
    UNIQUE(tenant, ticket, rev), FOREIGN KEY(tenant, ticket) REFERENCES ticket(tenant, row)
  ) STRICT;
  CREATE TABLE intent(
    tenant INTEGER NOT NULL, person TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL,
    hash TEXT NOT NULL, at INTEGER NOT NULL, answer TEXT NOT NULL, for_good INTEGER NOT NULL,
    PRIMARY KEY(tenant, person, kind, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX intent_at ON intent(at) WHERE for_good = 0;
  CREATE VIRTUAL TABLE words USING fts5(
    title, body, grams, content='', contentless_delete=1, tokenize="ascii tokenchars '_~'"
  );
  CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, row);
  `,
  `
  CREATE TABLE attachment(
    tenant INTEGER NOT NULL, ticket INTEGER NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL,
    author_id TEXT NOT NULL, author_name TEXT NOT NULL, author_role TEXT NOT NULL, visibility TEXT NOT NULL,
    name TEXT NOT NULL, type TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL, bytes BLOB NOT NULL,
    PRIMARY KEY(tenant, ticket, number), FOREIGN KEY(tenant, ticket) REFERENCES ticket(tenant, row)
  ) STRICT;
  CREATE TABLE action(
    row INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, ticket INTEGER NOT NULL, person TEXT NOT NULL,
    name TEXT NOT NULL, key TEXT NOT NULL, hash TEXT NOT NULL, at INTEGER NOT NULL, amount INTEGER NOT NULL,
    number TEXT NOT NULL UNIQUE, outcome TEXT NOT NULL, reference TEXT, written TEXT NOT NULL,
    UNIQUE(tenant, person, name, key), FOREIGN KEY(tenant, ticket) REFERENCES ticket(tenant, row)
  ) STRICT;
  CREATE INDEX action_at ON action(tenant, name, at);
  `,
];

/** Its mark is `ASLT`. */
export const TICKETS: FileForm = {
  applicationId: 0x41534c54,
  migrations: MIGRATIONS,
  called: 'The file of the tickets',
  option: '--file',
};
