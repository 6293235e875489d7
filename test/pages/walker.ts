import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect } from 'vitest';
import { freePort } from '../../shared/kit/src/testing/servers/free-port.ts';
import { changed } from './change.ts';
import { haveDialogue } from './dialogue.ts';
import { type Home, makeHome } from './home.ts';
import { type Block, linesOf } from './page.ts';
import { paste } from './paste.ts';
import { says } from './said.ts';

/** Where the pages' people live, and the port that they serve at. */
const HOME = '/home/ann';
const PORT = '3000';
/** Ann, who does what a page says from top to bottom, beginning in an empty home. */
export class Walker {
  readonly #home: Home;
  readonly #port: string;
  readonly #serving: (() => Promise<void>)[] = [];
  /** The folder that she is in. */
  at: string;
  /** What the last lines that she typed have said. */
  #output = '';
  #hasWritten = false;

  private constructor(home: Home, port: number) {
    this.#home = home;
    this.#port = String(port);
    this.at = home.path;
  }

  static async setOut(upstream: string): Promise<Walker> {
    return new Walker(await makeHome(upstream), await freePort());
  }

  get home(): string {
    return this.#home.path;
  }

  async close(): Promise<void> {
    for (const end of this.#serving) await end();
    this.#home.close();
  }

  /** Does what a block says, or sees what it shows. */
  async take({ language, body, file, line }: Block): Promise<void> {
    if (language === 'sh') return this.#type(linesOf(body));
    if (file !== undefined) return this.#write(file, body, language);
    if (language === 'json') return paste(body);
    if (language !== 'text') throw new Error(`The first line of what begins in line ${line} names no file.`);
    if (body.startsWith('$ ')) return this.#talk(body);
    if (!says(this.#output, body)) expect(this.#output).toBe(body);
  }

  async #type(lines: readonly string[]): Promise<void> {
    this.#output = '';
    for (const line of lines) {
      const folder = /^cd (\S+)$/.exec(line)?.[1];
      if (folder !== undefined) this.at = resolve(this.at, folder);
      else if (line.includes(' --http ')) await this.#serve(line);
      else this.#output += await this.#said(line);
    }
  }

  /** What a line says on both streams. Fails where it ends with another exit code than the one that its comment tells. */
  async #said(line: string): Promise<string> {
    const expected = Number(/# .*exit code (\d)/.exec(line)?.[1] ?? 0);
    // She agrees, and has no terminal on which to say so.
    const agreed = line
      .replace(/ ashlar (add|remove) /, ' ashlar $1 --yes ')
      .replace(/^npx ashlar/, 'npx -y ashlar');
    const { code, output } = await this.#run(agreed);
    expect(code, `${line}\n${output}`).toBe(expected);
    return output.replaceAll(this.home, HOME).replaceAll(this.#port, PORT);
  }

  #run(line: string): Promise<{ code: number; output: string }> {
    const words = ['-c', `exec 2>&1\n${line.replaceAll(PORT, this.#port)}`];
    const options = { cwd: this.at, env: this.#home.env, maxBuffer: 2 ** 24 };
    return new Promise((done) => {
      const child = execFile('sh', words, options, (error, output) =>
        done({ code: Number(error?.code ?? 0), output }),
      );
      child.stdin?.end();
    });
  }

  /** What serves goes on while she does. */
  async #serve(line: string): Promise<void> {
    const child = spawn('sh', ['-c', `exec ${line.replaceAll(PORT, this.#port)}`], {
      cwd: this.at,
      env: this.#home.env,
      detached: true,
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    this.#serving.push(async () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid);
      await ended;
    });
    const health = `http://127.0.0.1:${PORT}/healthz`;
    const until = `while kill -0 ${child.pid}; do curl -sf ${health} && exit 0; sleep 0.1; done; exit 1`;
    expect((await this.#run(until)).code, line).toBe(0);
  }

  #write(file: string, body: string, language: string): void {
    const path = join(this.at, file);
    mkdirSync(dirname(path), { recursive: true });
    if (language === 'diff') writeFileSync(path, changed(readFileSync(path, 'utf8'), body));
    // The comment that names a source may stay in it; that of a page would be seen.
    else writeFileSync(path, language === 'md' ? body.slice(body.indexOf('\n') + 1) : body);
    this.#hasWritten = true;
  }

  /** Her server, as it is by now: compiled strictly, built, and started for each client. */
  async #talk(body: string): Promise<void> {
    if (this.#hasWritten) await this.#said('npm run types && npm run build');
    this.#hasWritten = false;
    const [command = '', ...args] = body.slice(2, body.indexOf('\n')).split(' ');
    await haveDialogue(body, { command, args, cwd: this.at });
  }
}
