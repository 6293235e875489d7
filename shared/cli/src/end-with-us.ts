import { constants } from 'node:os';

/** A program, or a folder, that has to be gone when we are. */
interface Started {
  /** Politely first. */
  close(): Promise<void>;
  kill(): void;
}

const started = new Set<Started>();
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Ends it where we are ended: the terminal's Ctrl-C does not reach what has a process group of its own, and a server may
 * not look at the end of its input. Who cannot wait for that, and says so a second time, has it killed. What is given back
 * says that it has ended by itself.
 */
export function endWithUs(one: Started): () => void {
  if (started.size === 0) {
    for (const signal of SIGNALS) process.on(signal, end);
    process.on('exit', killAll);
  }
  started.add(one);
  return () => {
    if (!started.delete(one) || started.size > 0) return;
    for (const signal of SIGNALS) process.off(signal, end);
    process.off('exit', killAll);
  };
}

let isEnding = false;

async function end(signal: (typeof SIGNALS)[number]): Promise<void> {
  if (!isEnding) {
    isEnding = true;
    await Promise.all([...started].map((one) => one.close()));
  }
  process.exit(128 + constants.signals[signal]);
}

function killAll(): void {
  for (const one of started) one.kill();
}
