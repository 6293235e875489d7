import { ToolError } from '@ashlar/kit/errors';
import { quoted } from '@ashlar/kit/files';

export function aliased(path: string): ToolError {
  return new ToolError('not_found', `${quoted(path)} is not the path of a file in this vault.`, {
    hint: 'Use a path as another answer gave it.',
  });
}
