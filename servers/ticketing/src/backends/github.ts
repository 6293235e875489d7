import { type DeliveryDefinition, OptionError, optionMeta } from '@ashlar/kit';
import { ToolError } from '@ashlar/kit/errors';
import * as z from 'zod';
import { githubCapabilities } from '../github/capabilities.ts';
import { GithubTracker } from '../github/github-tracker.ts';
import { GithubNews } from '../github/news.ts';
import { type Repository, repositoriesOf } from '../github/repository.ts';
import { tenantOf } from '../tracker/tenant.ts';
import { defineBackend } from './backend.ts';
import { rememberedIn, rememberOption } from './remember-option.ts';
import { requireSecrecy } from './require-secrecy.ts';
import { tenantOption } from './tenant-option.ts';
import { tokenOptions, tokenSource, VARIABLE } from './token-options.ts';

/** Characters of a secret. */
const LEAST_SECRET = 16;
/** Bytes of a delivery. GitHub sends up to 25 MB; those of issues and comments are some 65,536 characters of text. */
const MOST_BYTES = 1_048_576;

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
    webhookSecretEnv: z
      .string()
      .regex(VARIABLE, 'must be the name of a variable')
      .optional()
      .meta(
        optionMeta(
          'The variable that holds the secret of a webhook: then GitHub tells of changes at /webhooks/github. Needs --http.',
          { placeholder: '<NAME>' },
        ),
      ),
    ...tokenOptions,
    tenant: tenantOption,
    remember: rememberOption,
  },
  choose({ repo, githubUrl, webhookSecretEnv, tenant, remember, ...token }, environment) {
    if (githubUrl !== undefined) requireSecrecy('--github-url', githubUrl);
    if (repo === undefined) throw new OptionError('--repo: is missing. Name the repositories: owner/name.');
    const repositories = named(repo);
    const projects = repositories.map(({ key }) => key);
    const news = newsOf(repositories, webhookSecretEnv, environment);
    const opening = {
      news,
      repositories: repo,
      tenant: tenantOf(tenant),
      token: tokenSource(token, 'GITHUB_TOKEN', environment),
      remember: rememberedIn(remember, environment),
      baseUrl: githubUrl?.replace(/\/+$/, ''),
    };
    const deliveries = news && webhookOf(news);
    const open = () => GithubTracker.open(opening);
    return { projects, capabilities: githubCapabilities(news), deliveries, open };
  },
});

function named(repo: readonly string[]): Repository[] {
  try {
    return repositoriesOf(repo);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    throw new OptionError(`--${error.message} ${error.hint ?? ''}`.trim());
  }
}

/** Undefined where no webhook is asked for. Throws `OptionError` for a secret that is none. */
function newsOf(
  repositories: readonly Repository[],
  variable: string | undefined,
  environment: NodeJS.ProcessEnv,
): GithubNews | undefined {
  if (variable === undefined) return undefined;
  const secret = environment[variable] ?? '';
  if (secret.length >= LEAST_SECRET) return new GithubNews(repositories, secret);
  throw new OptionError(
    `--webhook-secret-env: ${variable} must hold at least ${LEAST_SECRET} characters that nobody can guess.`,
  );
}

function webhookOf(news: GithubNews): DeliveryDefinition {
  return {
    sender: 'github',
    path: '/webhooks/github',
    option: 'webhookSecretEnv',
    maxBytes: MOST_BYTES,
    proven: (delivery) => news.proven(delivery),
    take: (delivery) => news.take(delivery),
  };
}
