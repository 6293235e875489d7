import { OptionError, optionMeta } from '@ashlar/kit';
import { ToolError } from '@ashlar/kit/errors';
import * as z from 'zod';
import { GITHUB_CAPABILITIES } from '../github/capabilities.ts';
import { GithubTracker } from '../github/github-tracker.ts';
import { repositoriesOf } from '../github/repository.ts';
import { tenantOf } from '../tracker/tenant.ts';
import { defineBackend } from './backend.ts';
import { requireSecrecy } from './require-secrecy.ts';
import { tenantOption } from './tenant-option.ts';
import { tokenOptions, tokenSource } from './token-options.ts';

/** GitHub Issues of the repositories that the operator names, and of no other. */
export const github = defineBackend({
  name: 'github',
  options: {
    repo: z
      .array(z.string())
      .min(1)
      .optional()
      .meta(
        optionMeta(
          'The repositories whose issues may be used, the first of which is meant where none is named.',
          { placeholder: '<owner/name>' },
        ),
      ),
    githubUrl: z
      .url({ protocol: /^https?$/ })
      .optional()
      .meta(optionMeta('The API of GitHub Enterprise: https://<host>/api/v3.', { placeholder: '<url>' })),
    ...tokenOptions,
    tenant: tenantOption,
  },
  choose({ repo, githubUrl, tenant, ...token }, environment) {
    if (githubUrl !== undefined) requireSecrecy('--github-url', githubUrl);
    if (repo === undefined) throw new OptionError('--repo: is missing. Name the repositories: owner/name.');
    const projects = keysOf(repo);
    const opening = {
      repositories: repo,
      tenant: tenantOf(tenant),
      token: tokenSource(token, 'GITHUB_TOKEN', environment),
      baseUrl: githubUrl?.replace(/\/+$/, ''),
    };
    return { projects, capabilities: GITHUB_CAPABILITIES, open: () => GithubTracker.open(opening) };
  },
});

function keysOf(repo: readonly string[]): string[] {
  try {
    return repositoriesOf(repo).map(({ key }) => key);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    throw new OptionError(`--${error.message} ${error.hint ?? ''}`.trim());
  }
}
