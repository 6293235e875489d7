import type { Result } from '../../shared/kit/src/testing/client.ts';

export type Input = Readonly<Record<string, unknown>>;

/** One thing the tour shows. */
export interface Step {
  say: string;
  tool: string;
  /** What the tool is given; made of the answer before where it takes that up. */
  input: Input | ((before: Result) => Input);
  /** The server is expected to refuse. */
  refused?: true;
}

/** What a server is shown with: `scripts/tour/<server>.ts` exports it as `tour`. */
export interface Tour {
  steps: readonly Step[];
  /** Options beside those that its package.json starts the sample with. */
  options?: readonly string[];
  /** What a person says who is asked; without it the client cannot ask one. */
  person?: 'accept' | 'decline';
}

export function textOf({ content }: Result): string {
  return content.map(({ text, type }) => text ?? `[${type}]`).join('\n');
}
