/** Whether SQLite threw because it cannot make sense of what it was asked for, and not because it could not read the file. */
export function isSenseless(error: unknown): boolean {
  return (error as { code?: string }).code === 'SQLITE_ERROR';
}
