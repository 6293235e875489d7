import type { ToolDefinition } from '@ashlar/kit';
import * as z from 'zod';
import { askPage } from '../asking/ask-page.ts';
import type { Parameter } from '../engine/engine.ts';
import { pageShape, shownPage } from '../show/page-shape.ts';
import type { Sources } from '../source/sources.ts';
import type { Question, QuestionParameter } from './question.ts';

const TYPES = {
  text: () => z.string(),
  integer: () => z.int(),
  number: () => z.number(),
  boolean: () => z.boolean(),
  date: () => z.iso.date(),
};

type QuestionTool = ToolDefinition<Record<string, z.ZodType>, typeof pageShape.shape, { sources: Sources }>;

/** A question of the configuration as a tool: its parameters are all that a caller can say. */
export function questionTool(question: Question): QuestionTool {
  const fields = Object.entries(question.params).map(([name, about]) => [name, fieldOf(about)]);
  const params = z.object(Object.fromEntries(fields) as Record<string, z.ZodType<Parameter | undefined>>);
  return {
    name: question.name,
    title: question.name.replaceAll('_', ' '),
    description: question.description,
    input: params.extend({ cursor: z.string().optional() }),
    output: pageShape,
    access: 'read',
    async run({ cursor, ...given }, { sources, caller, ...asking }) {
      const values = Object.entries(question.params).map(([name, about]) => [
        name,
        (given as Record<string, Parameter | undefined>)[name] ?? about.default ?? null,
      ]);
      const { sql, source } = question;
      const named =
        values.length === 0 ? undefined : (Object.fromEntries(values) as Record<string, Parameter>);
      const page = { ...asking, cursor: cursor as string | undefined };
      return shownPage(await askPage(sources.get(source, caller), { sql, params: named }, page));
    },
  };
}

function fieldOf({ type, description, choices, default: fallback }: QuestionParameter): z.ZodType {
  const field: z.ZodType = choices === undefined ? TYPES[type]() : z.enum(choices as [string, ...string[]]);
  const told = description === undefined ? field : field.describe(description);
  return fallback === undefined ? told : told.optional();
}
