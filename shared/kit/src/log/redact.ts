import { createTextRedact, isSecretKey } from './secrets.ts';

const MAX_DEPTH = 6;
const MAX_ITEMS = 100;
/** What one value may cost in all: its characters, and a few for every item. */
const MAX_COST = 65_536;
const COST_OF_ITEM = 16;

export type Redact = (value: unknown) => unknown;

/**
 * Makes a function that copies a value with secrets replaced, by key and by shape, plus the given literal
 * `secrets` (option values marked secret; shorter than 4 characters are ignored). The copy can be written as
 * JSON and is bounded: texts of 4,096 characters, 6 levels, 100 items a level, about 64 KB in all.
 */
export function createRedact(secrets: readonly string[] = []): Redact {
  const redactText = createTextRedact(secrets);
  return (value) => copy(value, redactText);
}

function copy(whole: unknown, redactText: (text: string) => string): unknown {
  let left = MAX_COST;

  const text = (value: string): string => {
    const clean = redactText(value);
    left -= clean.length;
    return clean;
  };

  const walk = (value: unknown, depth: number): unknown => {
    left -= COST_OF_ITEM;
    if (left <= 0) return '[more]';
    if (typeof value === 'string') return text(value);
    if (typeof value === 'function') return '[function]';
    if (typeof value === 'bigint' || typeof value === 'symbol') return text(String(value));
    if (value === null || typeof value !== 'object') return value;
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    if (value instanceof Date || value instanceof URL) return text(plain(value));
    if (depth >= MAX_DEPTH) return '[deep]';
    if (value instanceof Error) return error(value, depth);
    if (value instanceof Set) return walk([...value], depth);
    if (value instanceof Map) return record([...value.keys()], (key) => value.get(key), depth);
    if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => walk(item, depth + 1));
    return record(Object.keys(value), (key) => value[key as keyof typeof value], depth);
  };

  const record = (keys: unknown[], valueAt: (key: unknown) => unknown, depth: number): unknown =>
    Object.fromEntries(
      keys.slice(0, MAX_ITEMS).map((key) => {
        const name = String(key);
        return [text(name), isSecretKey(name) ? '[redacted]' : walk(read(key, valueAt), depth + 1)];
      }),
    );

  const error = (value: Error, depth: number): unknown => ({
    name: text(value.name),
    message: text(value.message),
    ...('code' in value && typeof value.code === 'string' && { code: text(value.code) }),
    ...(value.stack !== undefined && { stack: text(value.stack) }),
    ...(value.cause !== undefined && { cause: walk(value.cause, depth + 1) }),
    ...(value instanceof AggregateError && { errors: walk(value.errors, depth + 1) }),
  });

  return walk(whole, 0);
}

/** A getter may throw, and a log is not worth a crash. */
function read(key: unknown, valueAt: (key: unknown) => unknown): unknown {
  try {
    return valueAt(key);
  } catch {
    return '[unreadable]';
  }
}

function plain(value: Date | URL): string {
  if (value instanceof URL) return value.href;
  return Number.isNaN(value.getTime()) ? String(value) : value.toISOString();
}
