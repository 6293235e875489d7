import { statSync } from 'node:fs';
import { ToolError } from '@ashlar/kit/errors';
import { quoted } from '@ashlar/kit/files';
import type { Engine, EngineKind } from './engine/engine.ts';
import { engineOf, openEngine } from './open-engine.ts';

/** What the operator configured, checked. */
export interface Settings {
  url: string;
  kind: EngineKind;
  anyRole: boolean;
}

/** Looks at what the configuration names. Throws `ToolError` where there is no such file. */
export function prepareDatabase(options: { database: readonly string[]; anyRole: boolean }): Settings {
  const [url = ''] = options.database;
  const kind = engineOf(url);
  if ((kind === 'sqlite' || kind === 'duckdb') && !isFile(url)) {
    throw new ToolError('invalid_input', `<file or url>: ${quoted(url)} is no existing file.`);
  }
  return { url, kind, anyRole: options.anyRole };
}

export async function openDatabase({
  url,
  anyRole,
}: Settings): Promise<{ engine: Engine; close(): Promise<void> }> {
  const engine = await openEngine(url, { anyRole });
  return { engine, close: () => engine.close() };
}

function isFile(url: string): boolean {
  try {
    return statSync(url.startsWith('file:') ? new URL(url) : url).isFile();
  } catch {
    return false;
  }
}
