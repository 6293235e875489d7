import { ToolError } from '../errors.ts';

/** What needs packages that are installed only by who wants it. */
export interface Wanting {
  /** What people call it: `PostgreSQL`. */
  what: string;
  /** With their versions, as npm takes them, parted by spaces. */
  packages: string;
  /** The package that it is a part of, and what its program is called. */
  server: string;
  program: string;
}

/**
 * What `load` imports. Throws `ToolError` (`unavailable`) with the command that brings what is missing; any other
 * failure of loading is passed on.
 */
export async function loadPackages<T>(
  load: () => Promise<T>,
  { what, packages, server, program }: Wanting,
): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!isMissing(error)) throw error;
    const named = packages.replaceAll(/(^| )/g, '$1-p ');
    throw new ToolError('unavailable', `${what} needs packages that are not installed.`, {
      hint: `Start with: npx -y -p ${server} ${named} ${program} …`,
      retryable: false,
      cause: error,
    });
  }
}

function isMissing(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
}
