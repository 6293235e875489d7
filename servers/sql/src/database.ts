import type { Caps } from './engine/caps.ts';
import { Policy, type PolicyOptions } from './policy/policy.ts';
import { loadQuestions } from './questions/load-questions.ts';
import type { Question } from './questions/question.ts';
import { parseSources } from './source/parse-sources.ts';
import type { SourceSettings } from './source/source.ts';
import { Sources } from './source/sources.ts';

/** What the operator configured, checked. */
export interface Settings {
  sources: readonly SourceSettings[];
  caps: Caps;
  questions: readonly Question[];
}

interface Options extends PolicyOptions {
  database: readonly string[];
  anyRole: boolean;
  maxRows: number;
  maxBytes: number;
  maxCell: number;
  timeout: number;
  queries?: string | undefined;
}

/** Looks at what the configuration names. Throws `ToolError` where it cannot be used, and says what of it. */
export function prepareDatabase(options: Options, tools: readonly { name: string }[]): Settings {
  const { database, anyRole, queries, ...most } = options;
  const sources = parseSources(database, { anyRole, policy: new Policy(options) });
  return {
    sources,
    caps: {
      rows: most.maxRows,
      bytes: most.maxBytes,
      cell: most.maxCell,
      timeoutMs: most.timeout * 1_000,
    },
    questions: queries === undefined ? [] : loadQuestions(queries, { sources, tools }),
  };
}

/** No database is opened before it is asked: one that is away keeps nobody from the others. */
export function openDatabase({ sources, caps }: Settings): { sources: Sources; close(): Promise<void> } {
  const opened = new Sources(sources, caps);
  return { sources: opened, close: () => opened.close() };
}
