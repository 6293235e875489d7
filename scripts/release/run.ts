import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

interface Surroundings {
  cwd: string;
  env: NodeJS.ProcessEnv;
  shell?: boolean;
}

/** Runs a program to its end and gives what it wrote to stdout. Throws, with all that it said, where it fails. */
export async function run(
  file: string,
  args: readonly string[],
  surroundings: Surroundings,
): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(file, args, {
      ...surroundings,
      maxBuffer: Number.POSITIVE_INFINITY,
    });
    return stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${file} ${args.join(' ')}: ${stdout}${stderr}`.trim(), { cause: error });
  }
}
