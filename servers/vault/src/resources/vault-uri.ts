import { ToolError } from '@ashlar/kit';
import type { Root } from '@ashlar/kit/files';

/** How a vault is named in URIs: as its folder. */
export function vaultUri({ name }: Root): string {
  return `vault://${encodeURIComponent(name)}`;
}

/**
 * The path in the URI of a note, to be looked up. Throws `ToolError`: `not_found` for another vault, `invalid_input`
 * for what is no URI.
 */
export function notePath({ name }: Root, uri: string): string {
  const [, vault = '', path = ''] = /^vault:\/\/([^/]*)\/note\/(.*)$/s.exec(uri) ?? [];
  if (decoded(vault) !== name) throw new ToolError('not_found', 'This server has another vault.');
  return decoded(path);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ToolError('invalid_input', 'uri: its percent-encoding is damaged.');
  }
}
