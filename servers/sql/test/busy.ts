import { existsSync, readFileSync } from 'node:fs';

/** Whether this system shows what a process has used: Linux does. */
export const canSeeWork = existsSync('/proc/self/stat');

/** Ticks of 10 ms that a process has to have used to count as working: more than starting takes. */
const TICKS = 60;

/** Whether a process has worked for longer than it takes to start. */
export function busy(pid: number): boolean {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return Number(fields[11]) + Number(fields[12]) > TICKS;
  } catch {
    return false;
  }
}
