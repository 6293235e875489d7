import { styleText } from 'node:util';
import type { AuditCall, AuditEvent, AuditLine } from '@ashlar/kit/audit';
import { visible } from '@ashlar/kit/visible';

type Style = 'green' | 'red' | 'yellow' | 'cyan' | 'dim';

/** One line of an audit for people; undefined is one that was changed or cut. What came from outside is made visible. */
export function personLine(line: AuditLine | undefined, colour: boolean): string {
  const paint = (style: Style, text: string) =>
    colour ? styleText(style, text, { validateStream: false }) : text;
  if (line === undefined) return paint('red', '(a line that was changed or cut: see ashlar audit verify)');
  const time = paint('dim', line.time.slice(0, 19).replace('T', ' '));
  const rest = line.type === 'call' ? callLine(line, paint) : eventLine(line, paint);
  return `${time}  ${rest}`;
}

type Paint = (style: Style, text: string) => string;

function callLine(call: AuditCall, paint: Paint): string {
  const style = call.outcome === 'failed' ? 'red' : call.outcome === 'asked' ? 'yellow' : 'green';
  const outcome = paint(style, (call.error ?? call.outcome).padEnd(13));
  const client =
    call.client === undefined ? '' : ` with ${visible(`${call.client.name} ${call.client.version}`)}`;
  const cost = paint('dim', `${call.ms} ms, ${call.bytes} B, ~${call.tokens.out} tokens`);
  const what = `${call.server.name} ${call.kind} ${visible(call.name)}`;
  return `${outcome} ${what}  ${callerText(call.caller)}${client}  ${cost}  ${paint('dim', visible(shortly(call.arguments)))}`;
}

function callerText(caller: AuditCall['caller']): string {
  if (caller === null) return 'nobody known';
  const { subject, tenant, via } = caller;
  return visible(`${subject}${tenant === undefined ? '' : `@${tenant}`} (${via})`);
}

function eventLine(event: AuditEvent, paint: Paint): string {
  const style = event.kind === 'lifecycle' ? 'cyan' : 'yellow';
  const who = event.subject === undefined ? '' : `  ${visible(event.subject)}`;
  const name = paint(style, event.kind.padEnd(13));
  return `${name} ${event.server.name} ${visible(event.name)}${who}  ${paint('dim', visible(shortly(event.details)))}`;
}

function shortly(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
