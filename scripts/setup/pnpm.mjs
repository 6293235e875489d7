import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The arguments with which npx runs the pnpm that package.json pins, whatever is installed on the machine.
 * @param {string} root
 * @param {readonly string[]} args
 */
export function pnpmThroughNpx(root, args) {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return ['-y', '--loglevel=error', packageManager, ...args];
}

/**
 * The environment for pnpm: npm hands its settings on in variables that pnpm does not read, and behind a
 * company's registry or proxy nothing could be fetched without them.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function pnpmEnvironment(env) {
  return {
    ...renamed(env, 'npm_config_cafile', 'NODE_EXTRA_CA_CERTS'),
    ...renamed(env, 'npm_config_registry', 'pnpm_config_registry'),
    ...renamed(env, 'npm_config_https_proxy', 'HTTPS_PROXY'),
    ...env,
  };
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} from
 * @param {string} to
 */
function renamed(env, from, to) {
  return env[from] ? { [to]: env[from] } : {};
}
