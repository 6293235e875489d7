import { writeSync } from 'node:fs';
import { visible } from '../visible.ts';
import { createRedact, type Redact } from './redact.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
type Fields = Readonly<Record<string, unknown>>;

/** Writes to stderr, one line an entry: JSON, or plain text on a terminal. Secrets are redacted. */
export interface Log {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
  /** The same log, with these fields on every entry. */
  with(fields: Fields): Log;
}

export interface LogSettings {
  level: LogLevel;
  /** On every entry. */
  fields: Fields;
  redact?: Redact;
  /** `pretty` for people at a terminal. Default: by what stderr is. */
  pretty?: boolean;
  /** Where lines go. Default: standard error, synchronously, so that a dying process has said why. */
  write?: (line: string) => void;
}

export function createLog(settings: LogSettings): Log {
  const redact = settings.redact ?? createRedact();
  const write = settings.write ?? writeToStderr;
  const format = (settings.pretty ?? process.stderr.isTTY === true) ? prettyLine : jsonLine;
  const threshold = LOG_LEVELS.indexOf(settings.level);

  const bind = (bound: Fields): Log => {
    const at = (level: Exclude<LogLevel, 'silent'>) => {
      if (LOG_LEVELS.indexOf(level) < threshold) return () => {};
      return (message: string, fields: Fields = {}) =>
        write(format(level, redact(message) as string, redact({ ...bound, ...fields }) as Fields));
    };
    return {
      debug: at('debug'),
      info: at('info'),
      warn: at('warn'),
      error: at('error'),
      with: (fields) => bind({ ...bound, ...fields }),
    };
  };
  return bind(settings.fields);
}

function jsonLine(level: LogLevel, message: string, fields: Fields): string {
  const head = { level, time: new Date().toISOString() };
  return `${JSON.stringify({ ...head, ...fields, ...head, message })}\n`;
}

/** A terminal obeys control characters, so none that came with the data may reach it. */
function prettyLine(level: LogLevel, message: string, { server: _, ...fields }: Fields): string {
  const rest = Object.entries(fields).map(([key, value]) => ` ${key}=${JSON.stringify(value)}`);
  return `${visible(`${level.padEnd(5)} ${message}${rest.join('')}`)}\n`;
}

function writeToStderr(line: string): void {
  try {
    writeSync(2, line);
  } catch {
    // Nobody reads stderr any more (EPIPE) or cannot keep up (EAGAIN): a log is not worth a crash.
  }
}
