import { commandOf } from '../manifest.ts';
import type { Option } from '../options/option.ts';
import type { Loaded } from './load.ts';

/** The newest whose description says that hosts take it: https://github.com/modelcontextprotocol/mcpb/blob/main/MANIFEST.md */
const VERSION = '0.3';

/**
 * manifest.json of an MCPB bundle, by which a desktop host installs a server with a form for its own options.
 *
 * @param entry the program, as a path below the bundle
 */
export function mcpbManifest({ server, manifest, listed, options }: Loaded, entry: string): string {
  const { name, version, description = server.description, license, engines } = manifest;
  const json = {
    manifest_version: VERSION,
    name: commandOf(server),
    display_name: server.title,
    version,
    description,
    author: { name: name.startsWith('@') ? name.slice(1, name.indexOf('/')) : name },
    ...(license === undefined ? {} : { license }),
    server: {
      type: 'node',
      entry_point: entry,
      mcp_config: {
        command: 'node',
        args: [`\${__dirname}/${entry}`, ...options.filter(isWord).map(({ key }) => placeOf(key))],
        env: Object.fromEntries(
          options.filter((one) => !isWord(one)).map(({ env, key }) => [env, placeOf(key)]),
        ),
      },
    },
    tools: listed.tools.map((tool) => ({ name: tool.name, description: tool.description })),
    tools_generated: server.offers !== undefined,
    prompts_generated: (server.prompts?.length ?? 0) > 0,
    compatibility: { platforms: ['darwin', 'win32', 'linux'], runtimes: { node: engines?.node ?? '>=20' } },
    user_config: Object.fromEntries(options.map((option) => [option.key, field(option)])),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

/** What has to be there and may be there several times: hosts make an argument of each. */
function isWord({ positional, required }: Option): boolean {
  return positional === true && required;
}

/** What a host puts there; one that was left open arrives empty, or as it is, and both mean "not set". */
function placeOf(key: string): string {
  return `\${user_config.${key}}`;
}

const TYPES: Readonly<Record<Option['kind'], string>> = {
  text: 'string',
  number: 'number',
  switch: 'boolean',
  list: 'string',
};

function field(option: Option) {
  const { key, kind, description, choices, required, secret, positional, placeholder } = option;
  const said = choices.length > 0 ? ` One of ${choices.join(', ')}.` : '';
  const isFolder = positional === true && /^<(?:root|folder|vault)\b/.test(placeholder ?? '');
  return {
    type: isFolder ? 'directory' : TYPES[kind],
    title: titleOf(key),
    description: `${description}${said}`,
    required,
    ...(isWord(option) ? { multiple: kind === 'list' } : {}),
    ...defaultOf(option),
    ...(secret === undefined || secret === false ? {} : { sensitive: true }),
  };
}

/** Lists travel in one variable, parted by commas. */
function defaultOf({ default: value }: Option): { default?: string | number | boolean } {
  if (Array.isArray(value)) return value.length === 0 ? {} : { default: value.join(',') };
  return value === undefined ? {} : { default: value as string | number | boolean };
}

/** `Only tables` for `onlyTables`. */
function titleOf(key: string): string {
  const words = key.replaceAll(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);
  return `${words[0]?.toUpperCase()}${words.slice(1)}`;
}
