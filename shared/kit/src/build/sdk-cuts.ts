import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

interface Cut {
  /** What is cut, for whoever has to find out why it no longer can be. */
  what: string;
  file: RegExp;
  find: RegExp;
  put: string;
}

/**
 * A bundler leaves out what nobody asks for, unless to load it may do something. The SDK's tables of all types in
 * the specification do: they build two hundred schemas at every start, and no server asks for one.
 */
const CUTS: readonly Cut[] = [
  {
    what: 'what fills the tables of all types',
    file: /[\\/]@modelcontextprotocol[\\/]server[\\/]dist[\\/]src-[\w-]+\.mjs$/,
    find: /^for \(const .* register\(.*\);$/gm,
    put: '',
  },
  {
    what: 'the tables of all types',
    file: /[\\/]@modelcontextprotocol[\\/]server[\\/]dist[\\/]src-[\w-]+\.mjs$/,
    find: /^(const (?:specTypeSchemas|isSpecType) = )(?=Object\.freeze\()/gm,
    put: '$1/* @__PURE__ */ ',
  },
  {
    what: 'its schemas',
    file: /[\\/]@modelcontextprotocol[\\/]core[\\/]dist[\\/](?:schemas|auth)-[\w-]+\.mjs$/,
    // A statement goes on as long as its lines are indented or close something.
    find: /^const (\w+) = ((?:z|\w+Schema)\..*(?:\n[\t})\]].*)*);$/gm,
    put: 'const $1 = /* @__PURE__ */ (() => $2)();',
  },
  {
    what: 'the server that registers tools one by one',
    file: /[\\/]@modelcontextprotocol[\\/]server[\\/]dist[\\/]mcp-[\w-]+\.mjs$/,
    // The kit serves its own surface: what is left is asked about by `instanceof` alone.
    find: /^var McpServer = class \{\n[\s\S]*?^\};$/gm,
    put: `var McpServer = class { constructor() { throw new Error('McpServer is not part of this bundle'); } };`,
  },
];

/** Leaves out of a bundle what the SDK loads at every start for nobody. Fails where the SDK has come to be another. */
export const sdkCuts: Plugin = {
  name: 'sdk-cuts',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]@modelcontextprotocol[\\/](?:core|server)[\\/]dist[\\/].*\.mjs$/ }, ({ path }) => {
      const cuts = CUTS.filter(({ file }) => file.test(path));
      if (cuts.length === 0) return undefined;
      return { contents: cuts.reduce(cut, readFileSync(path, 'utf8')), loader: 'js' };
    });
  },
};

function cut(text: string, { what, find, put }: Cut): string {
  const without = text.replaceAll(find, put);
  if (without === text) throw new Error(`the SDK no longer holds ${what} as it did`);
  return without;
}
