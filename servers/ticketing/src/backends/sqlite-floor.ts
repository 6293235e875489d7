/** better-sqlite3 13 ends the process without a word below Node-API 10: see docs/decisions/0003. */
export const SQLITE_FLOOR = [22, 14] as const;
