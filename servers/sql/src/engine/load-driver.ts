import { ToolError } from '@ashlar/kit/errors';

/**
 * A driver that is installed only by who uses its database. Throws `ToolError` (`unavailable`) with the command
 * that brings what is missing; any other failure of loading is passed on.
 */
export async function loadDriver<T>(load: () => Promise<T>, database: string, packages: string): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!isMissing(error)) throw error;
    const command = `npx -y -p @ashlar/sql ${packages.replaceAll(/(^| )/g, '$1-p ')} ashlar-sql …`;
    throw new ToolError('unavailable', `${database} needs drivers that are not installed.`, {
      hint: `Start with: ${command}`,
      retryable: false,
      cause: error,
    });
  }
}

function isMissing(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
}
