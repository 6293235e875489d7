import { ToolError } from '@ashlar/kit/errors';

/**
 * Packages that are installed only by who uses that tracker. Throws `ToolError` (`unavailable`) with the command that
 * brings what is missing; any other failure of loading is passed on.
 */
export async function loadPackages<T>(
  load: () => Promise<T>,
  { tracker, packages }: { tracker: string; packages: string },
): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new ToolError('unavailable', `${tracker} needs packages that are not installed.`, {
      hint: `Start with: npx -y -p @ashlar/ticketing ${packages.replaceAll(/(^| )/g, '$1-p ')} ashlar-ticketing …`,
      retryable: false,
      cause: error,
    });
  }
}
