import { OptionError, optionMeta } from '@ashlar/kit';
import { ToolError } from '@ashlar/kit/errors';
import * as z from 'zod';
import { capabilitiesOf } from '../rest/capabilities.ts';
import type { Profile } from '../rest/profile.ts';
import { profileOf, SHIPPED } from '../rest/profiles.ts';
import { RestTracker } from '../rest/rest-tracker.ts';
import { tenantOf } from '../tracker/tenant.ts';
import { defineBackend } from './backend.ts';
import { rememberedIn, rememberOption } from './remember-option.ts';
import { requireSecrecy } from './require-secrecy.ts';
import { tenantOption } from './tenant-option.ts';
import { tokenOptions, tokenSource } from './token-options.ts';

const FALLBACK = 'tickets';
/** Of trackers that have no projects. */
const NO_PROJECT = 'tickets';

/** Any tracker that is spoken to over HTTP, as a profile says. */
export const rest = defineBackend({
  name: 'rest',
  options: {
    tracker: z
      .string()
      .min(1)
      .optional()
      .meta(
        optionMeta(
          `How the tracker is spoken to: ${Object.keys(SHIPPED).join(', ')}, or a file with a profile. Default: ${FALLBACK}.`,
          { placeholder: '<name|file>' },
        ),
      ),
    url: z
      .url({ protocol: /^https?$/ })
      .optional()
      .meta(optionMeta('Where the tracker is. Default: the variable TICKETS_API.', { placeholder: '<url>' })),
    trackerProject: z
      .array(z.string().min(1).max(100))
      .min(1)
      .optional()
      .meta(
        optionMeta(
          'The projects or queues of the tracker that may be used, the first of which is meant where none is named.',
          { placeholder: '<name>' },
        ),
      ),
    ...tokenOptions,
    tenant: tenantOption,
    remember: rememberOption,
  },
  choose({ tracker = FALLBACK, url, trackerProject, tenant, remember, ...token }, environment) {
    const profile = profileNamed(tracker);
    const opening = {
      profile,
      url: addressOf(url, environment),
      projects: projectsOf(profile, trackerProject),
      tenant: tenantOf(tenant),
      token: tokenSource(token, 'TICKETS_TOKEN', environment),
      remember: rememberedIn(remember, environment),
    };
    return {
      projects: opening.projects,
      capabilities: capabilitiesOf(profile),
      open: () => RestTracker.open(opening),
    };
  },
});

function profileNamed(tracker: string): Profile {
  try {
    return profileOf(tracker);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    throw new OptionError(`--${error.message}`);
  }
}

function addressOf(given: string | undefined, { TICKETS_API = '' }: NodeJS.ProcessEnv): string {
  const url = given ?? TICKETS_API;
  if (url === '') throw new OptionError('--url: is missing. Give it, or set TICKETS_API.');
  if (!URL.canParse(url) || !/^https?:\/\/[^?#@]+$/.test(url)) {
    throw new OptionError(
      '--url: must be an address such as https://rt.example, with no login or query in it.',
    );
  }
  requireSecrecy('--url', url);
  return url;
}

function projectsOf({ projects }: Profile, given: readonly string[] | undefined): readonly string[] {
  if (projects === undefined) {
    if (given === undefined) return [NO_PROJECT];
    throw new OptionError('--tracker-project: this tracker has no projects.');
  }
  if (given !== undefined) return [...new Set(given)];
  throw new OptionError('--tracker-project: is missing. Name the projects, or queues, that may be used.');
}
