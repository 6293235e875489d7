import { defineTool } from '@ashlar/kit';
import * as z from 'zod';
import { ask } from '../asking/ask-page.ts';
import type { Context } from '../context.ts';
import { verdict } from '../plan/verdict.ts';
import { boundedLines } from '../show/bounded-lines.ts';
import { statementInput } from '../show/question-input.ts';

export const explain = defineTool({
  name: 'explain',
  title: 'Explain',
  description: 'How the database would answer, and whether it would read whole tables. Executes nothing.',
  input: z.object(statementInput),
  output: z.object({ verdict: z.string(), plan: z.array(z.string()), left: z.number().optional() }),
  access: 'read',
  async run({ sql, params, source: name }, { sources, caller, ...asking }: Context) {
    const source = sources.get(name, caller);
    const { kind, plan } = await ask(source, asking, (signal) =>
      source.use(async (engine) => ({
        kind: engine.kind,
        plan: await engine.explain({ sql, params }, { caps: source.caps, signal }),
      })),
    );
    const { lines, left } = boundedLines(plan.lines, source.caps);
    return { verdict: verdict(kind, plan.lines), plan: lines, ...(left === 0 ? {} : { left }) };
  },
});
