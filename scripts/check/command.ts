import { spawn } from 'node:child_process';

/** Runs a program; what it said, if it failed, is what is wrong. */
export async function problemsOf(command: string, args: readonly string[], cwd: string): Promise<string[]> {
  const { code, output } = await outputOf(command, args, cwd);
  return code === 0 ? [] : [output.trim() || `${command} ended with exit code ${code}`];
}

export function outputOf(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      // npm and npx are scripts there; a shell would take a path with a blank for two.
      shell: process.platform === 'win32' && command !== process.execPath,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}
