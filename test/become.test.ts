import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../scripts/setup/workspace.mjs';

const PROGRAM = new URL('../scripts/setup/program.mjs', import.meta.url).href;

/** A Node process that becomes another one, which runs `code`. */
function becoming(code: string): ChildProcess {
  const script = `import { become } from ${JSON.stringify(PROGRAM)};
    await become(process.execPath, ['-e', ${JSON.stringify(code)}]);`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'pipe'] });
}

async function ended(child: ChildProcess): Promise<{ code: number | null; said: string }> {
  let said = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

describe('becoming another program', () => {
  it('gives it our streams and ends as it ends', async () => {
    const child = becoming('process.stdin.pipe(process.stdout).on("unpipe", () => process.exit(7))');
    child.stdin?.end('hello');
    expect(await ended(child)).toEqual({ code: 7, said: 'hello' });
  });

  it.skipIf(process.platform === 'win32')('tells how it was killed (POSIX signals only)', async () => {
    expect(await ended(becoming('process.kill(process.pid, "SIGKILL")'))).toMatchObject({ code: 128 + 9 });
  });

  it.skipIf(process.platform === 'win32').each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'passes %s on and waits for its end (POSIX signals only)',
    async (signal) => {
      const child = becoming(`
        process.on(${JSON.stringify(signal)}, () => setTimeout(() => process.exit(5), 50));
        setInterval(() => {}, 1_000);
        process.stdout.write('ready');`);
      child.stdout?.once('data', () => child.kill(signal));
      expect(await ended(child)).toEqual({ code: 5, said: 'ready' });
    },
  );

  it('fails where the program does not exist', async () => {
    const script = `import { become } from ${JSON.stringify(PROGRAM)};
      await become('/no/such/program', []).catch((error) => process.exit(error.code === 'ENOENT' ? 9 : 1));`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'pipe' });
    expect(await ended(child)).toMatchObject({ code: 9 });
  });
});

describe('a command', () => {
  const run = (script: string, ...args: string[]) => {
    try {
      const stdout = execFileSync(process.execPath, [join(ROOT, 'scripts', script), ...args], {
        encoding: 'utf8',
        stdio: 'pipe',
      });
      return { status: 0, stdout, stderr: '' };
    } catch (error) {
      return error as { status: number; stdout: string; stderr: string };
    }
  };

  it.each([
    ['start.mjs', /^There is no server 'nobody'; there is .*filesystem.*\.\n$/],
    ['bench.mjs', /filesystem/],
  ])('%s names what there is when asked for something else', (script, sentence) => {
    const { status, stdout, stderr } = run(script, 'nobody');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
  });

  it.each(['start.mjs', 'test.mjs'])('%s has a --help', (script) => {
    const { status, stdout } = run(script, '--help');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^npm /);
  });
});
