import { DURATION, durationMs } from '@ashlar/kit/duration';
import { openRevocations, type Revocations } from '@ashlar/kit/revocations';
import { CommandError, UsageError } from '../command-error.ts';
import { readArguments } from '../read-arguments.ts';

/** The variable that servers read `--revocations` from, too: an address with a password belongs in there. */
const VARIABLE = 'ASHLAR_REVOCATIONS';
const MAX_ID = 1_024;

const text = { type: 'string' } as const;
const OPTIONS = { file: text, state: text, until: text };

interface Flags {
  file?: string | undefined;
  state?: string | undefined;
  until?: string | undefined;
}

/** `ashlar grant end …`: ends the grant of a token, a session, a key or a subject before its time, on every instance. */
export async function grants(args: readonly string[]): Promise<void> {
  const { values: flags, positionals } = readArguments(args, OPTIONS);
  const [action, id, more] = positionals;
  if (more !== undefined) throw new CommandError(`grant end: one id at a time, and '${more}' is another.`);
  if (action === undefined) throw new UsageError('What to do is missing: end.');
  if (action !== 'end') throw new CommandError(`grant: there is no action '${action}'; there is end.`);
  // A file has one entry a line, and a line that begins with a brace is JSON.
  if (id === undefined || id === '' || id.length > MAX_ID || /[\r\n]/.test(id)) {
    throw new CommandError(
      'grant end: needs the jti of a token, the sid of a session, the id of a key or a subject.',
    );
  }
  const until = untilOf(flags.until);
  const { place, flag } = placeOf(flags);
  const revocations = await open(place, flag);
  try {
    await revocations.end(id, until);
  } catch (cause) {
    throw new CommandError(failed(flag, cause as NodeJS.ErrnoException), { cause });
  } finally {
    await revocations.close();
  }
  const end = until === undefined ? 'for good' : `until ${until.toISOString()}`;
  process.stderr.write(`The grant ${id} is ended ${end}: running servers refuse it from now on.\n`);
}

function placeOf({ file, state }: Flags): { place: string; flag: string } {
  if (file !== undefined && state !== undefined) {
    throw new CommandError('--file and --state: one of them, as servers read one list.');
  }
  if (file !== undefined) return { place: file, flag: '--file' };
  const place = state ?? process.env[VARIABLE] ?? '';
  const flag = state === undefined ? VARIABLE : '--state';
  if (place === '') throw new UsageError(`--file or --state is missing, and so is ${VARIABLE}.`);
  if (state !== undefined && !/^rediss?:/.test(state)) {
    throw new CommandError('--state: must be the address of a Redis, such as redis://host:6379.');
  }
  return { place, flag };
}

async function open(place: string, flag: string): Promise<Revocations> {
  try {
    return await openRevocations(place, flag, 'make');
  } catch (cause) {
    throw new CommandError((cause as Error).message, { cause });
  }
}

function failed(flag: string, { code, path }: NodeJS.ErrnoException): string {
  if (code === 'EEXIST') {
    return `${flag}: somebody else is writing the file, or was interrupted; try again, or remove ${path}.`;
  }
  return `${flag}: the list cannot be written (${code ?? 'the store does not answer'}).`;
}

/** A time to come, as `2030-01-31`, with hours or not, or as `30d` from now. */
function untilOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const until = new Date(DURATION.test(text) ? Date.now() + durationMs(text) : text);
  if (until.getTime() > Date.now()) return until;
  throw new CommandError('--until: must be a time to come, such as 2030-01-31T18:00:00Z or 30d.');
}
