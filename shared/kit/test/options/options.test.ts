import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type commonOptions, withCommonOptions } from '../../src/common-options.ts';
import { OptionError, optionsOf } from '../../src/options/option.ts';
import { type Environment, parseOptions } from '../../src/options/parse.ts';

const schema = withCommonOptions(
  z.object({
    roots: z
      .array(z.string().min(1))
      .min(1)
      .meta({ description: 'Folders.', positional: true, placeholder: '<root>' }),
    depth: z.number().int().min(1).max(9).default(3),
    token: z.string().min(8).optional().meta({ description: 'A token.', secret: true }),
    deny: z.array(z.string().min(1)).default([]),
  }),
) as unknown as z.ZodObject<
  typeof commonOptions.shape & {
    roots: z.ZodArray<z.ZodString>;
    depth: z.ZodDefault<z.ZodNumber>;
    token: z.ZodOptional<z.ZodString>;
    deny: z.ZodDefault<z.ZodArray<z.ZodString>>;
  }
>;

const parse = (argv: string[], environment: Environment = {}) =>
  parseOptions(schema, argv, environment, 'ASHLAR');

function faultOf(argv: string[], environment: Environment = {}): string {
  try {
    parse(argv, environment);
  } catch (error) {
    expect(error).toBeInstanceOf(OptionError);
    return (error as OptionError).message;
  }
  throw new Error(`accepted: ${argv.join(' ')}`);
}

describe('what is read', () => {
  it('takes the defaults where nothing is given', () => {
    expect(parse(['/a'])).toEqual({
      roots: ['/a'],
      depth: 3,
      deny: [],
      audit: [],
      auditFsync: 'second',
      auditFull: 'refuse',
      auditRotate: 100,
      allowedHosts: [],
      authAudience: [],
      authIntrospect: false,
      authPolicy: [],
      authTenantClaim: 'tenant',
      limit: [],
      limitResult: 8_192,
      readOnly: false,
      tools: [],
      logLevel: 'info',
    });
  });

  it('takes flags with = or as the next word, in any place', () => {
    const parsed = parse(['--depth=5', '/a', '--log-level', 'debug', '/b', '--read-only']);
    expect(parsed).toMatchObject({ roots: ['/a', '/b'], depth: 5, logLevel: 'debug', readOnly: true });
  });

  it('takes lists with commas, with repeats, or both', () => {
    expect(parse(['/a', '--deny', 'x, y', '--deny=z,']).deny).toEqual(['x', 'y', 'z']);
  });

  it('leaves what is given by position whole, commas and all', () => {
    expect(parse(['/a,b']).roots).toEqual(['/a,b']);
    expect(parse(['--', '--depth']).roots).toEqual(['--depth']);
    expect(parse(['--roots', '/a,b', '/c']).roots).toEqual(['/a,b', '/c']);
  });

  it('takes one word by position where one is meant', () => {
    const one = z.object({ file: z.string().optional().meta({ positional: true, placeholder: '<file>' }) });
    const parsed = (...argv: string[]) => parseOptions(one, argv, {}, 'ASHLAR');
    expect([parsed(), parsed('a,b'), parsed('--file', 'x')]).toEqual([{}, { file: 'a,b' }, { file: 'x' }]);
    for (const argv of [
      ['a', 'b'],
      ['--file', 'a', 'b'],
    ])
      expect(() => parsed(...argv)).toThrow('Unexpected argument "b": this server takes one <file>.');
  });

  it('takes --http alone, with a port, and with a host', () => {
    expect(parse(['/a', '--http']).http).toBe('127.0.0.1:3000');
    expect(parse(['--http', '/a'])).toMatchObject({ http: '127.0.0.1:3000', roots: ['/a'] });
    expect(parse(['--http', '8080', '/a'])).toMatchObject({ http: '8080', roots: ['/a'] });
    expect(parse(['--http=[::1]:0', '/a']).http).toBe('[::1]:0');
  });
});

describe('the environment', () => {
  it('gives what no flag gave', () => {
    const environment = {
      ASHLAR_DEPTH: '7',
      ASHLAR_DENY: 'x,y',
      ASHLAR_ROOTS: '/a,b',
      ASHLAR_READ_ONLY: 'Yes',
    };
    expect(parse([], environment)).toMatchObject({
      depth: 7,
      deny: ['x', 'y'],
      roots: ['/a,b'],
      readOnly: true,
    });
    expect(parse(['/c', '--depth=2', '--deny=z'], environment)).toMatchObject({
      depth: 2,
      deny: ['z'],
      roots: ['/c'],
    });
  });

  it.each(['', `\${user_config.depth}`, `\${input:depth}`, undefined])('counts %j as not set', (value) => {
    expect(parse(['/a'], { ASHLAR_DEPTH: value }).depth).toBe(3);
  });
});

describe('a fault names its option', () => {
  it.each([
    [['/a', '--dept=3'], {}, 'Unknown option --dept; did you mean --depth? See --help.'],
    [['/a', '--verson'], {}, 'Unknown option --verson; did you mean --version? See --help.'],
    [['/a', '--quite-another-thing'], {}, 'Unknown option --quite-another-thing. See --help.'],
    [['/a', '-x'], {}, 'Unknown option -x. See --help.'],
    [['/a', '--depth'], {}, '--depth needs a value. See --help.'],
    [['/a', '--depth', '--read-only'], {}, '--depth needs a value. See --help.'],
    [['/a', '--read-only=yes'], {}, '--read-only takes no value.'],
    [['/a', '--depth=deep'], {}, '--depth: must be a number.'],
    [['/a', '--depth='], {}, '--depth: must be a number.'],
    [['/a', '--depth=Infinity'], {}, '--depth: must be a number.'],
    [['/a', '--depth=1.5'], {}, '--depth: must be a whole number.'],
    [['/a', '--depth=0'], {}, '--depth: must be at least 1.'],
    [['/a', '--depth=10'], {}, '--depth: must be at most 9.'],
    [['/a', '--token=short'], {}, '--token: must have at least 8 characters.'],
    [['/a', '--log-level=loud'], {}, '--log-level: must be one of debug, info, warn, error, silent.'],
    [['/a', '--http=70000'], {}, '--http: must have a port of at most 65535.'],
    [['/a', '--http=x:y'], {}, '--http: must be a port or host:port, such as 3000 or 127.0.0.1:3000.'],
    [[], {}, '<root> is missing. See --help.'],
    [['/a'], { ASHLAR_DEPTH: 'deep' }, '--depth (ASHLAR_DEPTH): must be a number.'],
    [['/a'], { ASHLAR_READ_ONLY: 'perhaps' }, '--read-only (ASHLAR_READ_ONLY): must be true or false.'],
  ] as const)('%j %j', (argv, environment, message) => {
    expect(faultOf([...argv], environment)).toBe(message);
  });

  it('refuses words where no option takes them, on one line', () => {
    const only = withCommonOptions(z.object({}));
    expect(() => parseOptions(only, ['stray'], {}, 'ASHLAR')).toThrow(
      'Unexpected argument "stray": this server takes options only.',
    );
    expect(() => parseOptions(only, ['two\nlines'], {}, 'ASHLAR')).toThrow(/^[^\n]+$/);
  });

  it('stops the start for a type that no flag can carry', () => {
    expect(() => optionsOf(z.object({ when: z.date() }), 'ASHLAR')).toThrow(TypeError);
    expect(() => optionsOf(z.object({ when: z.date() }), 'ASHLAR')).toThrow('Option when');
  });

  it('never throws anything but an OptionError of one line, whatever the words', () => {
    const flags = optionsOf(schema, 'ASHLAR').map(({ flag }) => flag);
    const word = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...flags, '--', '-', '--=', '---', '--__proto__', '--constructor=1', '/a'),
      fc.tuple(fc.constantFrom(...flags), fc.string()).map(([flag, value]) => `${flag}=${value}`),
    );
    const environment = fc.dictionary(
      fc.constantFrom(...optionsOf(schema, 'ASHLAR').map(({ env }) => env)),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), environment, (argv, env) => {
        try {
          expect(parse(argv, env).roots.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(OptionError);
          expect((error as Error).message).toMatch(/^[^\r\n]+\.$/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
