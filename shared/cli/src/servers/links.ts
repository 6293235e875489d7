import { CommandError } from '../command-error.ts';
import type { Plan } from './plan.ts';

/** An address that has the host itself ask whether to install. Hosts say what runs, and people agree there. */
export function installLink({ host, name, fields }: Plan): string {
  const config = JSON.stringify(fields);
  const base64 = Buffer.from(config).toString('base64');
  const query = new URLSearchParams({ name, config: base64 });
  switch (host.host.link) {
    case 'cursor':
      return `cursor://anysphere.cursor-deeplink/mcp/install?${query}`;
    case 'lmstudio':
      return `lmstudio://add_mcp?${query}`;
    case 'vscode':
    case 'vscode-insiders':
      return `${host.host.link}:mcp/install?${encodeURIComponent(JSON.stringify({ name, ...fields, ...inputsOf(config) }))}`;
    default:
      throw new CommandError(
        `--link: ${host.host.title} has no install links; there are those of cursor, vscode, vscode-insiders and lm-studio.`,
      );
  }
}

/** A link brings along what VS Code has to ask for. */
function inputsOf(config: string): { inputs?: object[] } {
  const ids = new Set([...config.matchAll(/\$\{input:([\w.-]+)\}/g)].map(([, id]) => id));
  if (ids.size === 0) return {};
  return { inputs: [...ids].map((id) => ({ type: 'promptString', id, description: id, password: true })) };
}
