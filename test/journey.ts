import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../scripts/check/workspace.ts';

interface Location {
  scriptId: string;
  lineNumber: number;
  columnNumber: number;
}
interface Covered {
  scriptId: string;
  url: string;
  functions: { functionName: string; ranges: { startOffset: number; endOffset: number; count: number }[] }[];
}
interface Paused {
  callFrames: { location: Location; scopeChain: { type: string; object: { objectId: string } }[] }[];
}
// biome-ignore lint/suspicious/noExplicitAny: the answers of the debugger, of as many shapes as it has methods
type Answer = any;

/** A server that runs from its sources, watched by a debugger: which files have a value in hand, in their order. */
export class WatchedServer {
  readonly child: ChildProcess;
  #said = '';
  #socket: WebSocket | undefined;
  #sent = 0;
  readonly #open = new Map<number, (answer: Answer) => void>();
  /** Addresses of sources, by the id of their script. */
  readonly #sources = new Map<string, string>();
  #paused: (frame: Paused) => void = () => {};

  constructor(server: string, args: readonly string[]) {
    const main = `${ROOT}/servers/${server}/src/main.ts`;
    this.child = spawn(process.execPath, ['--inspect=127.0.0.1:0', main, ...args]);
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#said += text;
    });
  }

  /** Waits until its standard error has said something. */
  async said(words: RegExp): Promise<string> {
    for (;;) {
      const found = words.exec(this.#said)?.[0];
      if (found !== undefined) return found;
      await once(this.child.stderr as NodeJS.ReadableStream, 'data');
    }
  }

  async connect(): Promise<void> {
    const socket = new WebSocket(await this.said(/ws:\/\/\S+/));
    socket.onmessage = ({ data }) => {
      const { id, method, params, result } = JSON.parse(String(data));
      if (method === 'Debugger.paused') this.#paused(params);
      if (method === 'Debugger.scriptParsed') this.#sources.set(params.scriptId, params.url);
      this.#open.get(id)?.(result);
      this.#open.delete(id);
    };
    await new Promise((resolve) => (socket.onopen = resolve));
    this.#socket = socket;
    for (const domain of ['Debugger', 'Profiler', 'Runtime']) await this.#ask(`${domain}.enable`);
  }

  /** Does something once to see what runs of these files, and again to see in what order they have `value` in hand. */
  async filesWith(
    value: string,
    watched: readonly string[],
    again: (time: 1 | 2) => Promise<unknown>,
  ): Promise<string[]> {
    await this.#ask('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    await this.#ask('Profiler.takePreciseCoverage');
    await again(1);
    const { result } = await this.#ask('Profiler.takePreciseCoverage');
    const covered = (result as Covered[]).filter(({ url }) => watched.includes(pathOf(url)));
    for (const location of await this.#firstLines(covered)) {
      await this.#ask('Debugger.setBreakpoint', { location });
    }
    const files: string[] = [];
    let looking = Promise.resolve();
    this.#paused = (frame) => {
      looking = looking.then(async () => {
        const file = pathOf(this.#sources.get(frame.callFrames[0]?.location.scriptId ?? '') ?? '');
        if (!files.includes(file) && (await this.#hasInHand(frame, value))) files.push(file);
        await this.#ask('Debugger.resume');
      });
    };
    await again(2);
    await looking;
    return files;
  }

  stop(): void {
    this.#socket?.close();
    this.child.kill();
  }

  /** Where each function begins that has run. */
  async #firstLines(covered: readonly Covered[]): Promise<Location[]> {
    const found: Location[] = [];
    for (const { scriptId, url, functions } of covered) {
      const text = readFileSync(fileURLToPath(url), 'utf8');
      const at = (offset: number): Location => {
        const before = text.slice(0, offset).split('\n');
        return { scriptId, lineNumber: before.length - 1, columnNumber: before.at(-1)?.length ?? 0 };
      };
      for (const { ranges } of functions) {
        const [range] = ranges;
        if (range === undefined || range.count === 0 || range.startOffset === 0) continue;
        const within = { start: at(range.startOffset), end: at(range.endOffset), restrictToFunction: true };
        const { locations } = await this.#ask('Debugger.getPossibleBreakpoints', within);
        if (locations[0] !== undefined) found.push(locations[0]);
      }
    }
    return found;
  }

  /** Whether an argument or a variable is a text with the value in it, or holds one a few levels below. */
  async #hasInHand({ callFrames }: Paused, value: string): Promise<boolean> {
    for (const { type, object } of callFrames[0]?.scopeChain ?? []) {
      if (type !== 'local' && type !== 'block') continue;
      const { result } = await this.#ask('Runtime.getProperties', {
        objectId: object.objectId,
        ownProperties: true,
      });
      for (const { value: held } of result) {
        if (held?.type === 'string' && held.value.includes(value)) return true;
        if (held?.type !== 'object' || held.objectId === undefined) continue;
        const call = {
          objectId: held.objectId,
          functionDeclaration: HOLDS,
          arguments: [{ value }],
          returnByValue: true,
        };
        if ((await this.#ask('Runtime.callFunctionOn', call)).result.value === true) return true;
      }
    }
    return false;
  }

  #ask(method: string, params: object = {}): Promise<Answer> {
    const id = ++this.#sent;
    this.#socket?.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve) => this.#open.set(id, resolve));
  }
}

/** The path of a source below the root; '' for what is none. */
function pathOf(url: string): string {
  return url.startsWith('file:') ? relative(ROOT, fileURLToPath(url)).replaceAll('\\', '/') : '';
}

const HOLDS = `function (wanted) {
  const seen = new Set();
  const holds = (value, depth) => {
    if (typeof value === 'string') return value.includes(wanted);
    if (typeof value !== 'object' || value === null || depth > 4 || seen.has(value)) return false;
    seen.add(value);
    if (value instanceof Uint8Array) return Buffer.from(value).includes(wanted);
    return Object.values(value).slice(0, 60).some((each) => holds(each, depth + 1));
  };
  return holds(this, 0);
}`;
