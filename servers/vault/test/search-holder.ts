import { openDatabase } from '../src/search/open-database.ts';
import { loadSqlite } from '../src/search/sqlite.ts';

/** Run as a process of its own: holds the index at a path until it is told to close it. Without one: loads SQLite. */
const [path, vault = ''] = process.argv.slice(2);
if (path === undefined) {
  const { getBuiltinModule } = process;
  process.getBuiltinModule = ((name: string) => {
    // As Node 22 does; later versions are silent.
    process.emitWarning(
      'SQLite is an experimental feature and might change at any time',
      'ExperimentalWarning',
    );
    process.emitWarning('another warning', 'ExperimentalWarning');
    return getBuiltinModule(name);
  }) as typeof getBuiltinModule;
  loadSqlite();
  process.emitWarning('SQLite, of which somebody else warns', 'ExperimentalWarning');
  process.disconnect();
} else {
  const opened = openDatabase(path, vault);
  process.send?.(String(opened?.kept));
  process.once('message', () => {
    opened?.database.close();
    process.disconnect();
  });
}
