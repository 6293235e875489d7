import { resolve } from 'node:path';
import type { Log } from '../log/log.ts';
import { createRedact, type Redact } from '../log/redact.ts';
import { commandOf } from '../manifest.ts';
import { isSecret, type Option, OptionError, secretsOf } from '../options/option.ts';
import { unusable } from '../options/unusable.ts';
import type { AuditChoices } from './audit-options.ts';
import { type Audited, AuditRecorder } from './audit-recorder.ts';
import { auditEvent, fieldsOf } from './call-fields.ts';
import { FileSink } from './file/file-sink.ts';
import type { Sink } from './sink.ts';

const MEGABYTE = 1_000_000;

interface Opening extends Audited {
  options: AuditChoices;
  log: Log;
}

/**
 * Opens all that `--audit` names. `options` are those the server has, of which those that were given are recorded.
 * Throws `OptionError` where something of it cannot be recorded to.
 */
export async function openAudit(host: Opening, options: readonly Option[]): Promise<AuditRecorder> {
  const redact = createRedact(secretsOf(options, host.options));
  const sinks: Sink[] = [];
  try {
    for (const target of host.options.audit) sinks.push(await open(target, host, redact));
  } catch (error) {
    await Promise.all(sinks.map((sink) => sink.close()));
    throw error;
  }
  const recorder = new AuditRecorder(host, sinks, redact);
  const set = options.filter(({ key, default: fallback }) => differs(given(host, key), fallback));
  recorder.started(
    Object.fromEntries(
      set.map(({ key, secret = false }) => [
        key,
        isSecret({ secret }, String(given(host, key))) ? '[redacted]' : given(host, key),
      ]),
    ),
  );
  return recorder;
}

async function open(
  target: string,
  { server: definition, options, log }: Omit<Opening, 'surface'>,
  redact: Redact,
): Promise<Sink> {
  const { version } = definition.manifest;
  const server = { name: definition.name, version };
  const { auditFsync: fsync, auditFull: full } = options;
  const event = (named: string, details: Readonly<Record<string, unknown>>) =>
    fieldsOf(auditEvent({ time: new Date(), kind: 'lifecycle', name: named, details }, server, redact));
  if (target.includes('://')) {
    const { SyslogSink } = await import('./syslog/syslog-sink.ts');
    const program = { name: commandOf(definition), version };
    return SyslogSink.connect(new URL(target), { program, log, full, event });
  }
  try {
    const maxBytes = options.auditRotate * MEGABYTE;
    return new FileSink({ path: resolve(target), maxBytes, fsync, full, log, event });
  } catch (cause) {
    if (cause instanceof OptionError) throw cause;
    throw unusable(`--audit: ${target} cannot be written`, cause);
  }
}

function given({ options }: Pick<Opening, 'options'>, key: string): unknown {
  return (options as Readonly<Record<string, unknown>>)[key];
}

function differs(value: unknown, fallback: unknown): boolean {
  return value !== undefined && JSON.stringify(value) !== JSON.stringify(fallback);
}
