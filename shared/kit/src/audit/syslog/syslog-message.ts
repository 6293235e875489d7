import { hostname } from 'node:os';

/** Facility 13, log audit; informational. RFC 5424, 6.2.1. */
const PRIORITY = 13 * 8 + 6;
/** The largest `sequenceId`, after which it begins again at 1. RFC 5424, 7.3.1. */
const MAX_SEQUENCE = 2_147_483_647;

/**
 * One line as an RFC 5424 message, with its length in front (octet counting: RFC 6587, 3.4.1; RFC 5425, 4.3).
 * The text goes without a byte order mark, so that its bytes are those that were hashed.
 */
export function syslogMessage(
  line: string,
  { seq, program }: { seq: number; program: { name: string; version: string } },
): Buffer {
  const time = new Date().toISOString();
  const head = `<${PRIORITY}>1 ${time} ${named(hostname(), 255)} ${named(program.name, 48)} ${process.pid} audit`;
  const origin = `[origin software="${parameter(program.name)}" swVersion="${parameter(program.version)}"]`;
  const meta = `[meta sequenceId="${((seq - 1) % MAX_SEQUENCE) + 1}"]`;
  const message = Buffer.from(`${head} ${origin}${meta} ${line}`);
  return Buffer.concat([Buffer.from(`${message.length} `), message]);
}

/** Printable ASCII without spaces, of bounded length; a dash where nothing is left. RFC 5424, 6. */
function named(text: string, length: number): string {
  return text.replaceAll(/[^\x21-\x7e]/g, '').slice(0, length) || '-';
}

/** RFC 5424, 6.3.3. */
function parameter(text: string): string {
  return text.replaceAll(/["\\\]]/g, '\\$&');
}
