import type { AuditCall, AuditLine } from '@ashlar/kit/audit';

export const GROUPINGS = ['caller', 'tenant', 'tool'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface UsageRow {
  /** A caller, a tenant or a tool. */
  name: string;
  calls: number;
  failed: number;
  /** Milliseconds of all calls. */
  ms: number;
  /** Bytes of all results. */
  bytes: number;
  /** What knowing the tools costs a model, each time they are listed to it: for a caller all that it may use. */
  definitionTokens: number;
  /** What all results have cost. */
  resultTokens: number;
}

/** Adds calls up. Holds a row for every name, and nothing of the calls. */
export class Tally {
  readonly #by: Grouping;
  readonly #rows = new Map<string, UsageRow>();
  /** Of every tool, as its server counted them last. */
  readonly #definitions = new Map<string, number>();

  constructor(by: Grouping) {
    this.#by = by;
  }

  add(line: AuditLine): void {
    this.learn(line);
    if (line.type !== 'call') return;
    const name = nameOf(line, this.#by);
    const row = this.#rows.get(name) ?? empty(name);
    this.#rows.set(name, {
      name,
      calls: row.calls + 1,
      failed: row.failed + (line.outcome === 'failed' ? 1 : 0),
      ms: row.ms + line.ms,
      bytes: row.bytes + line.bytes,
      definitionTokens: Math.max(row.definitionTokens, line.tokens.definitions),
      resultTokens: row.resultTokens + line.tokens.out,
    });
  }

  /** What a line says of the server that wrote it. */
  learn({ type, name, server, ...line }: AuditLine): void {
    if (type !== 'event' || name !== 'started' || !('details' in line)) return;
    for (const [tool, tokens] of Object.entries(line.details.definitions ?? {})) {
      if (typeof tokens === 'number') this.#definitions.set(`${server.name} tool ${tool}`, tokens);
    }
  }

  /** The dearest first. */
  rows(): UsageRow[] {
    return [...this.#rows.values()]
      .map((row) => ({
        ...row,
        ms: Math.round(row.ms),
        ...(this.#by === 'tool' && { definitionTokens: this.#definitions.get(row.name) ?? 0 }),
      }))
      .sort((a, b) => b.resultTokens - a.resultTokens || b.calls - a.calls || (a.name < b.name ? -1 : 1));
  }
}

function nameOf({ caller, server, kind, name }: AuditCall, by: Grouping): string {
  if (by === 'tool') return `${server.name} ${kind} ${name}`;
  if (caller === null) return '(nobody known)';
  if (by === 'tenant') return caller.tenant ?? '(no tenant)';
  return caller.tenant === undefined ? caller.subject : `${caller.subject}@${caller.tenant}`;
}

function empty(name: string): UsageRow {
  return { name, calls: 0, failed: 0, ms: 0, bytes: 0, definitionTokens: 0, resultTokens: 0 };
}
