import { loadPackages } from '@ashlar/kit/needs';

const PACKAGES = '@octokit/rest@22 @octokit/plugin-retry@8 @octokit/plugin-throttling@11';

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
    { what: 'GitHub', packages: PACKAGES, server: '@ashlar/ticketing', program: 'ashlar-ticketing' },
  );
}

export type Octokit = InstanceType<Awaited<ReturnType<typeof loadOctokit>>>;
