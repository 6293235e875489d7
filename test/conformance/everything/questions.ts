import type { Question } from '../../../shared/kit/src/index.ts';

type Form = Extract<Question, { method: 'elicitation/create' }>;
type Fields = Extract<Form['params'], { requestedSchema: unknown }>['requestedSchema']['properties'];

/** A form for the user; its first field is required. */
export function form(message: string, properties: Fields) {
  const required = Object.keys(properties).slice(0, 1);
  const requestedSchema = { type: 'object' as const, properties, required };
  return { method: 'elicitation/create' as const, params: { message, requestedSchema } };
}

export const field = (name: string): Fields => ({ [name]: { type: 'string' } });

/** A question to the model of the client. */
export function sample(text: string) {
  const messages = [{ role: 'user' as const, content: { type: 'text' as const, text } }];
  return { method: 'sampling/createMessage' as const, params: { messages, maxTokens: 100 } };
}

export const ROOTS = { method: 'roots/list' } as const;

/** A default of every kind (SEP-1034). */
export const everyDefault: Fields = {
  name: { type: 'string', default: 'John Doe' },
  age: { type: 'integer', default: 30 },
  score: { type: 'number', default: 95.5 },
  status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
  verified: { type: 'boolean', default: true },
};

const OPTIONS = ['option1', 'option2', 'option3'];
const titled = (word: string) =>
  ['First', 'Second', 'Third'].map((nth, at) => ({ const: `value${at + 1}`, title: `${nth} ${word}` }));

/** A choice of every form (SEP-1330). */
export const choices: Fields = {
  untitledSingle: { type: 'string', enum: OPTIONS },
  titledSingle: { type: 'string', oneOf: titled('Option') },
  legacyEnum: {
    type: 'string',
    enum: ['opt1', 'opt2', 'opt3'],
    enumNames: ['Option One', 'Option Two', 'Option Three'],
  },
  untitledMulti: { type: 'array', items: { type: 'string', enum: OPTIONS } },
  titledMulti: { type: 'array', items: { anyOf: titled('Choice') } },
};
