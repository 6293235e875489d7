import { setTimeout as wait } from 'node:timers/promises';
import { type CommonOptions, withCommonOptions } from './common-options.ts';
import type { AnyServer } from './define.ts';
import { ToolError } from './errors.ts';
import { createHost, type Host } from './host/host.ts';
import { createLog, type Log } from './log/log.ts';
import { createRedact } from './log/redact.ts';
import { commandOf, environmentOf } from './manifest.ts';
import { helpText } from './options/help.ts';
import { OptionError, optionsOf, secretsOf } from './options/option.ts';
import { parseOptions } from './options/parse.ts';
import type { Serving } from './protocol/serving.ts';
import { claimStdout } from './stdio/claim-stdout.ts';
import { serveStdio } from './stdio/serve-stdio.ts';
import { definitionTokens } from './surface/definition-tokens.ts';

/** Milliseconds that calls in flight get to finish when the server is told to stop. */
export const STOP_MS = 5_000;
/** Milliseconds that each thing may take that is closed after that: a stream nobody reads, the domain. */
const CLOSE_MS = 1_000;
/** Milliseconds after which the log says what the tools cost a model: the first answer comes first. */
const COST_MS = 100;
const EXIT_USAGE = 2;
/** For somebody who tries the command out: without it nothing would seem to happen. */
const AT_TERMINAL = 'waiting for an MCP host on standard input; --help has more, Ctrl-C ends it';

/**
 * Runs a server as a program: reads its options, serves stdio or HTTP, and ends with the process. A wrong
 * option is one sentence on stderr and exit code 2; nothing is written to stdout but what was asked for.
 */
export async function run(server: AnyServer, argv: readonly string[] = process.argv.slice(2)): Promise<void> {
  const schema = withCommonOptions(server.options);
  const options = optionsOf(schema, environmentOf(server));
  if (argv.includes('--help')) return void process.stdout.write(helpText(server, options));
  if (argv.includes('--version')) return void process.stdout.write(`${server.manifest.version}\n`);
  try {
    const parsed = parseOptions(schema, argv, process.env, environmentOf(server));
    const log = createLog({
      level: parsed.logLevel,
      fields: { server: server.name },
      redact: createRedact(secretsOf(options, parsed)),
    });
    await serve(server, parsed, log);
  } catch (error) {
    if (!(error instanceof OptionError || error instanceof ToolError)) throw error;
    const hint = error instanceof ToolError && error.hint !== undefined ? ` ${error.hint}` : '';
    process.stderr.write(`${commandOf(server)}: ${error.message}${hint}\n`);
    process.exitCode = EXIT_USAGE;
  }
}

async function serve(server: AnyServer, options: CommonOptions, log: Log): Promise<void> {
  // Before any code of the server runs: its dependencies may write to standard output.
  const output = claimStdout(log);
  const host = await createHost(server, options, log);
  const serving =
    options.http === undefined ? serveStdio(host, output) : await serveOverHttp(host, options.http);
  const stop = once(async (why: string, code: number) => {
    log.debug('stopping', { why });
    await end(serving, host);
    process.exit(code);
  });
  stopOn(log, stop);
  void serving.ended.then(() => stop('the client ended the connection', 0));
  if (serving.url !== undefined) log.info('listening', { url: serving.url });
  else if (process.stdin.isTTY === true) log.info(AT_TERMINAL);
  setTimeout(() => {
    log.info('tools', { tools: host.surface.tools.size, tokenEstimate: definitionTokens(host.surface) });
  }, COST_MS).unref();
}

/** Everything that ends the process from outside of a call. */
function stopOn(log: Log, stop: (why: string, code: number) => Promise<void>): void {
  let told = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (told) process.exit(130); // asked twice: do not wait for anything
      told = true;
      void stop(signal, 0);
    });
  }
  // Node would write its own warnings as plain text between the lines of the log.
  process.removeAllListeners('warning').on('warning', (error) => log.warn('node warns', { error }));
  process.on('unhandledRejection', (error) =>
    log.error('a promise was rejected and nobody looked', { error }),
  );
  process.on('uncaughtException', (error) => {
    // What threw outside every call has left its state unknown: finish what is in flight and end.
    log.error('uncaught exception', { error });
    void stop('uncaught exception', 1);
  });
}

async function end(serving: Serving, host: Host): Promise<void> {
  try {
    await Promise.race([serving.stop(STOP_MS), wait(STOP_MS + CLOSE_MS)]);
    await Promise.race([host.close(), wait(CLOSE_MS)]);
  } catch (error) {
    host.log.error('could not stop in good order', { error });
  }
}

/** Express and its adapters are a third of what could be loaded, and a stdio server needs none of it. */
async function serveOverHttp(host: Host, address: string): Promise<Serving> {
  const { serveHttp } = await import('./http/serve-http.ts');
  try {
    return await serveHttp(host, address);
  } catch (error) {
    await host.close(); // a connection to a store would keep the process alive
    throw error;
  }
}

function once<A extends unknown[]>(task: (...args: A) => Promise<void>): (...args: A) => Promise<void> {
  let running: Promise<void> | undefined;
  return (...args) => {
    running ??= task(...args);
    return running;
  };
}
