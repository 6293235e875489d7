import { loadPackages } from '../tracker/load-packages.ts';

/** Throws `ToolError` (`unavailable`), with the command that brings them, where the packages are not installed. */
export function loadOctokit() {
  return loadPackages(
    async () => {
      const [{ Octokit }, { retry }, { throttling }] = await Promise.all([
        import('@octokit/rest'),
        import('@octokit/plugin-retry'),
        import('@octokit/plugin-throttling'),
      ]);
      return Octokit.plugin(retry, throttling);
    },
    {
      tracker: 'GitHub',
      packages: '@octokit/rest@22 @octokit/plugin-retry@8 @octokit/plugin-throttling@11',
    },
  );
}

export type Octokit = InstanceType<Awaited<ReturnType<typeof loadOctokit>>>;
