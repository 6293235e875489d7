import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'vitest/node';

/** What the checks want to know of a source file. */
export interface Source {
  /** Its path below the root. */
  file: string;
  lines: number;
  imports: { target: string; line: number; typeOnly: boolean }[];
  functions: { line: number; lines: number }[];
  /** The names given to `defineTool`. */
  tools: string[];
}

interface Node {
  type: string;
  start: number;
  end: number;
  [field: string]: unknown;
}

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/** Parses a source. Throws where it is not TypeScript or JavaScript. */
export function readSource(root: string, file: string): Source {
  const text = readFileSync(join(root, file), 'utf8');
  const source: Source = { file, lines: linesOf(text), imports: [], functions: [], tools: [] };
  visit(parseAst(text, { lang: 'ts', sourceType: 'module' }), (node) => {
    const line = lineAt(text, node.start);
    const target = targetOf(node);
    if (target !== undefined) source.imports.push({ target, line, typeOnly: isTypeOnly(node) });
    if (FUNCTIONS.has(node.type)) source.functions.push({ line, lines: lineAt(text, node.end) - line + 1 });
    const tool = toolOf(node);
    if (tool !== undefined) source.tools.push(tool);
  });
  return source;
}

/** Lines as an editor counts them; the newline at the end of a file starts none. */
function linesOf(text: string): number {
  return text.replace(/\n$/, '').split('\n').length;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function visit(value: unknown, see: (node: Node) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if ('type' in value) see(value as Node);
  for (const child of Object.values(value)) visit(child, see);
}

/** What an `import`, an `export … from` or an `import()` of a plain text names. */
function targetOf({ type, source }: Node): string | undefined {
  if (!/^(?:Import|Export)/.test(type)) return undefined;
  const { value } = (source ?? {}) as { value?: unknown };
  return typeof value === 'string' ? value : undefined;
}

function isTypeOnly({ importKind, exportKind, specifiers }: Node): boolean {
  if (importKind === 'type' || exportKind === 'type') return true;
  const each = (specifiers ?? []) as { importKind?: string; exportKind?: string }[];
  return each.length > 0 && each.every((one) => one.importKind === 'type' || one.exportKind === 'type');
}

/** The name in `defineTool({ name: '…' })`. */
function toolOf(node: Node): string | undefined {
  const { type, callee, arguments: args } = node as Node & { callee?: { name?: string }; arguments?: Node[] };
  if (type !== 'CallExpression' || callee?.name !== 'defineTool') return undefined;
  const properties = (args?.[0]?.properties ?? []) as {
    key?: { name?: string };
    value?: { value?: unknown };
  }[];
  return String(properties.find(({ key }) => key?.name === 'name')?.value?.value ?? '');
}
