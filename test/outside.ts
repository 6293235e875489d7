import { execFile } from 'node:child_process';
import { delimiter, sep } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/**
 * Runs a command as somebody does who has never seen this workspace: without its programs on the PATH, and
 * without what npm and Vitest tell the processes they start. Gives what it wrote to stdout; throws, with all
 * that it wrote, when it ends with another exit code than 0.
 */
export async function outside(folder: string, command: string, ...args: string[]): Promise<string> {
  try {
    const { stdout } = await execute(command, args, {
      cwd: folder,
      env: outsiders(process.env),
      shell: process.platform === 'win32', // npm and npx are scripts there
      maxBuffer: 16 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    const { message, stdout, stderr } = error as Error & { stdout?: string; stderr?: string };
    throw new Error([message, stdout, stderr].filter(Boolean).join('\n'), { cause: error });
  }
}

/** The environment of somebody who has never seen this workspace. */
export function outsiders(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const told =
    /^(?:npm_(?:lifecycle|package|config_local_prefix|command|execpath|node_execpath)|VITEST|NODE_ENV$)/;
  const programs = `${sep}node_modules${sep}.bin`;
  const path = (environment.PATH ?? '').split(delimiter).filter((folder) => !folder.endsWith(programs));
  return {
    ...Object.fromEntries(Object.entries(environment).filter(([name]) => !told.test(name))),
    PATH: path.join(delimiter),
  };
}
