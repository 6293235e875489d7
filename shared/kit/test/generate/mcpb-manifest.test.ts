import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { AnyServer } from '../../src/define.ts';
import { mcpbManifest } from '../../src/generate/mcpb-manifest.ts';
import { optionMeta } from '../../src/index.ts';
import { optionsOf } from '../../src/options/option.ts';
import { server as echo } from '../fixture/echo-server.ts';

const options = z.object({
  roots: z
    .array(z.string())
    .min(1)
    .meta(optionMeta('Folders.', { positional: true, placeholder: '<root>' })),
  mode: z.enum(['a', 'b']).default('a').meta(optionMeta('How.')),
  token: z
    .string()
    .optional()
    .meta(optionMeta('A token.', { secret: true })),
  onlyThese: z.array(z.string()).default(['x', 'y']).meta(optionMeta('Names.')),
});

/** What a host puts a value for. */
const placed = (key: string) => `\${user_config.${key}}`;

const manifest = JSON.parse(
  mcpbManifest(
    {
      server: { ...echo, options } as AnyServer,
      manifest: { name: '@acme/echo', version: '1.2.3', license: 'MIT', engines: { node: '>=22' } },
      options: optionsOf(options, 'ACME'),
      listed: { tools: [{ name: 'echo', description: 'Says it again.' }] } as never,
      paths: new Map(),
    },
    'dist/main.js',
  ),
);

describe('the manifest of an MCPB bundle', () => {
  it('starts the program with what a user has to give, and with variables for the rest', () => {
    expect(manifest.server.mcp_config).toEqual({
      command: 'node',
      args: [`\${__dirname}/dist/main.js`, placed('roots')],
      env: {
        ACME_MODE: placed('mode'),
        ACME_TOKEN: placed('token'),
        ACME_ONLY_THESE: placed('onlyThese'),
      },
    });
    expect(manifest).toMatchObject({
      name: 'ashlar-echo',
      version: '1.2.3',
      author: { name: 'acme' },
      tools: [{ name: 'echo', description: 'Says it again.' }],
      compatibility: { runtimes: { node: '>=22' } },
    });
  });

  it('asks for each option in the words of its help', () => {
    expect(manifest.user_config).toEqual({
      roots: {
        type: 'directory',
        title: 'Roots',
        description: 'Folders.',
        required: true,
        multiple: true,
      },
      mode: {
        type: 'string',
        title: 'Mode',
        description: 'How. One of a, b.',
        required: false,
        default: 'a',
      },
      token: { type: 'string', title: 'Token', description: 'A token.', required: false, sensitive: true },
      onlyThese: {
        type: 'string',
        title: 'Only these',
        description: 'Names.',
        required: false,
        default: 'x,y',
      },
    });
  });
});
