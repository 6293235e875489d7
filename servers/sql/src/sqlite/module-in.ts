/** SQLite keeps the statement from the name on, behind words of its own. */
const USING =
  /^CREATE VIRTUAL TABLE (?:"(?:[^"]|"")*"|`(?:[^`]|``)*`|'(?:[^']|'')*'|\[[^\]]*\]|[^\s"'`[]+)\s+USING\s+["'`[]?(\w+)/i;

/** What makes a virtual table, in small letters, by the statement that declared it; undefined where it cannot be told. */
export function moduleIn(sql: string): string | undefined {
  return USING.exec(sql)?.[1]?.toLowerCase();
}
