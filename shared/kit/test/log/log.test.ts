import { describe, expect, it } from 'vitest';
import { createLog, LOG_LEVELS, type LogLevel, type LogSettings } from '../../src/log/log.ts';
import { createRedact } from '../../src/log/redact.ts';

function logTo(settings: Partial<LogSettings> = {}) {
  const lines: string[] = [];
  const log = createLog({
    level: 'debug',
    fields: { server: 'echo' },
    pretty: false,
    write: (line) => lines.push(line),
    ...settings,
  });
  return { log, lines, entries: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('an entry', () => {
  it('is one line of JSON with level, time, the fields of the log, its own, and the message', () => {
    const { log, lines, entries } = logTo();
    log.with({ requestId: 7 }).info('a\nmessage', { path: '/a' });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd()).not.toContain('\n');
    expect(entries()[0]).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      server: 'echo',
      requestId: 7,
      path: '/a',
      message: 'a\nmessage',
    });
  });

  it('keeps its own level, time and message, whatever the fields are called', () => {
    const { log, entries } = logTo();
    log.warn('true', { level: 'debug', time: 'never', message: 'false' });
    expect(entries()[0]).toMatchObject({ level: 'warn', message: 'true' });
    expect(entries()[0]?.time).not.toBe('never');
  });

  it('holds no secret: not in its message, its fields or what was bound to the log', () => {
    const { log, lines } = logTo({ redact: createRedact(['hunter2']) });
    log.with({ where: 'hunter2', token: 'abc' }).error('with hunter2', { deep: [{ at: 'hunter2' }] });
    expect(lines.join()).not.toMatch(/hunter2|abc/);
  });

  it('can hold anything', () => {
    const { log, entries } = logTo();
    const cycle: Record<string, unknown> = { big: 1n, error: new Error('x') };
    cycle.self = cycle;
    log.info('odd', cycle);
    expect(entries()[0]).toMatchObject({ big: '1', error: { message: 'x' } });
  });
});

describe('the level', () => {
  it.each(LOG_LEVELS)('%s lets through what is as grave or graver', (level: LogLevel) => {
    const { log, entries } = logTo({ level });
    log.debug('');
    log.info('');
    log.warn('');
    log.error('');
    expect(entries().map((entry) => entry.level)).toEqual(
      ['debug', 'info', 'warn', 'error'].slice(LOG_LEVELS.indexOf(level)),
    );
  });

  it('costs nothing for what is not written', () => {
    const { log } = logTo({ level: 'warn', redact: () => expect.fail('was looked at') });
    log.debug('a', { b: 1 });
  });
});

describe('on a terminal', () => {
  it('is a line for people, without what is on every line', () => {
    const { log, lines } = logTo({ pretty: true });
    log.warn('slow', { ms: 12, path: '/a b' });
    expect(lines).toEqual(['warn  slow ms=12 path="/a b"\n']);
  });

  it('cannot move the cursor, colour the screen or turn the direction of text', () => {
    const { log, lines } = logTo({ pretty: true });
    log.warn('a\u001b[2Jb\nc\u009b1m', { '\u202e': '\u001b]0;x\u0007\u202e' });
    expect(lines[0]).toMatch(/^[^\p{Cc}\p{Cf}]+\n$/u);
  });
});
