import { escaped } from '@ashlar/entry-checks';
import { CommandError } from '../command-error.ts';
import type { Resolved, Wanted } from './resolved.ts';

/** An image by its digest, in a container of its own. Variables are handed in from the environment of docker itself. */
export function dockerImage(image: string, { env, args }: Wanted): Resolved {
  const [, name, digest] = /^([^@]+)@(sha256:[0-9a-f]{64})$/.exec(image) ?? [];
  if (name === undefined || digest === undefined) {
    throw new CommandError(
      `docker: ${escaped(image)} has no digest; name it as image@sha256:…, as docker buildx imagetools inspect shows it.`,
    );
  }
  const handed = Object.keys(env).flatMap((each) => ['-e', each]);
  const short = name.split('/').at(-1)?.replace(/:.*/, '') ?? name;
  return {
    name: short.replace(/^mcp-server-|-mcp(-server)?$/g, ''),
    entry: { command: 'docker', args: ['run', '-i', '--rm', ...handed, image, ...args], env },
    pins: [{ package: `docker:${name}`, integrity: digest }],
  };
}
