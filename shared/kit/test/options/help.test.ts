import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { withCommonOptions } from '../../src/common-options.ts';
import type { AnyServer } from '../../src/define.ts';
import { defaultText, helpText } from '../../src/options/help.ts';
import { optionsOf } from '../../src/options/option.ts';
import { server } from '../fixture/echo-server.ts';

const helpOf = (options: z.ZodObject) => helpText(server as AnyServer, optionsOf(options, 'ASHLAR'));

describe('the text of --help', () => {
  const text = helpOf(withCommonOptions(server.options));
  const lines = text.split('\n');

  it('begins with what the server is and how it is called', () => {
    expect(lines[0]).toBe('ashlar-echo 0.0.0: Gives back what it is given.');
    expect(lines[2]).toBe('Usage: ashlar-echo [options]');
  });

  it('has a line for every option, with its variable, its choices and its default', () => {
    for (const { flag, env } of optionsOf(withCommonOptions(server.options), 'ASHLAR')) {
      expect(
        lines.filter((line) => line.startsWith(`  ${flag} `) && line.endsWith(`[${env}]`)),
        flag,
      ).toHaveLength(1);
    }
    expect(text).toContain('One of debug, info, warn, error, silent. Default: info. [ASHLAR_LOG_LEVEL]');
    expect(text).toMatch(/^ {2}--help +Show/m);
    expect(text).toMatch(/^ {2}--version +Show/m);
  });

  it('puts all descriptions in one column, and ends with a newline', () => {
    const columns = lines
      .filter((line) => line.startsWith('  --'))
      .map((line) => line.search(/(?<= {2})[A-Z]/));
    expect(new Set(columns).size).toBe(1);
    expect(text.endsWith('\n')).toBe(true);
  });
});

describe('an option that is given by position', () => {
  const roots = (placeholder?: string) =>
    z.object({
      roots: z.array(z.string()).meta({
        description: 'Folders.',
        positional: true,
        ...(placeholder !== undefined && { placeholder }),
      }),
    });

  it('stands in the usage and not among the flags', () => {
    const text = helpOf(roots('<root>'));
    expect(text).toContain('Usage: ashlar-echo <root> … [options]');
    expect(text).toContain('  <root>  Folders. [ASHLAR_ROOTS]');
    expect(text).not.toContain('--roots');
  });

  it('is said to be one, and to be left out at will', () => {
    const file = z
      .string()
      .optional()
      .meta({ description: 'A file.', positional: true, placeholder: '<file>' });
    expect(helpOf(z.object({ file }))).toContain('Usage: ashlar-echo [<file>] [options]');
  });

  it('is called by its flag where nothing stands for it', () => {
    expect(helpOf(roots())).toContain('  --roots  Folders. [ASHLAR_ROOTS]');
    expect(helpOf(roots())).not.toContain('undefined');
  });
});

describe('a default', () => {
  const defaultOf = (field: z.ZodType) =>
    optionsOf(z.object({ field }), 'ASHLAR').map((option) => defaultText(option))[0];

  it.each([
    [z.string().default('x'), 'x'],
    [z.number().default(0), '0'],
    [z.boolean().default(true), 'true'],
    [z.array(z.string()).default(['a', 'b']), 'a,b'],
    [z.boolean().default(false), ''],
    [z.array(z.string()).default([]), ''],
    [z.string().optional(), ''],
  ])('is said as a person would type it: %#', (field, text) => {
    expect(defaultOf(field)).toBe(text);
  });

  it('is not said where it is secret', () => {
    expect(defaultOf(z.string().default('hunter2hunter2').meta({ secret: true }))).toBe('');
  });
});
