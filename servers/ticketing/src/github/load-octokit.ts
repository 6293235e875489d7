import { ToolError } from '@ashlar/kit/errors';

/** Throws `ToolError` (`unavailable`), with the command that brings them, where the packages are not installed. */
export async function loadOctokit() {
  try {
    const [{ Octokit }, { retry }, { throttling }] = await Promise.all([
      import('@octokit/rest'),
      import('@octokit/plugin-retry'),
      import('@octokit/plugin-throttling'),
    ]);
    return Octokit.plugin(retry, throttling);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    const packages = '@octokit/rest@22 @octokit/plugin-retry@8 @octokit/plugin-throttling@11';
    throw new ToolError('unavailable', 'GitHub needs packages that are not installed.', {
      hint: `Start with: npx -y -p @ashlar/ticketing ${packages.replaceAll(/(^| )/g, '$1-p ')} ashlar-ticketing …`,
      retryable: false,
      cause: error,
    });
  }
}

export type Octokit = InstanceType<Awaited<ReturnType<typeof loadOctokit>>>;
