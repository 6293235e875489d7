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
  async run({ sql, params, source: name }, { sources, ...asking }: Context) {
    const source = sources.get(name);
    const { engine, plan } = await ask(source, asking, async (signal) => {
      const engine = await source.engine();
      return { engine, plan: await engine.explain({ sql, params }, { caps: source.caps, signal }) };
    });
    const { lines, left } = boundedLines(plan.lines, source.caps);
    return { verdict: verdict(engine.kind, plan.lines), plan: lines, ...(left === 0 ? {} : { left }) };
  },
});
