/** What SQLite gives; undefined where it cannot make sense of what it is asked for. That it cannot read the file is thrown. */
export function unlessSenseless<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch (error) {
    if ((error as { code?: string }).code === 'SQLITE_ERROR') return undefined;
    throw error;
  }
}
