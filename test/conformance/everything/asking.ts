import * as z from 'zod';
import { type CallContext, defineTool, type Question } from '../../../shared/kit/src/index.ts';
import { choices, everyDefault, field, form, ROOTS, sample } from './questions.ts';

/** A tool that asks its client something and answers with what it was answered. */
function asks(name: string, questions: (context: CallContext<unknown>) => Record<string, Question>) {
  return defineTool({
    name,
    title: 'Asks',
    description: 'Asks its client something and answers with the answers.',
    input: z.object({}),
    access: 'read',
    run: async (_, context) => JSON.stringify(await context.ask(questions(context))),
  });
}

const askName = () => ({ user_name: form('What is your name?', field('name')) });
const confirm = () => ({ confirm: form('Go on?', { ok: { type: 'boolean' } }) });

/** Questions of every kind, alone, together and one after the other. */
export const askingTools = [
  asks('test_input_required_result_elicitation', askName),
  asks('test_input_required_result_sampling', () => ({
    capital_question: sample('What is the capital of France?'),
  })),
  asks('test_input_required_result_list_roots', () => ({ client_roots: ROOTS })),
  asks('test_input_required_result_request_state', confirm),
  asks('test_input_required_result_tampered_state', confirm),
  asks('test_input_required_result_multiple_inputs', () => ({
    ...askName(),
    greeting: sample('Say hello.'),
    client_roots: ROOTS,
  })),
  asks('test_input_required_result_capabilities', ({ abilities }) => ({
    ...(abilities.includes('form') && askName()),
    ...(abilities.includes('sampling') && { greeting: sample('Say hello.') }),
  })),
  asks('test_missing_capability', () => ({ greeting: sample('Say hello.') })),
  asks('test_streaming_elicitation', askName),
  asks('test_elicitation_sep1034_defaults', () => ({ values: form('Are these right?', everyDefault) })),
  asks('test_elicitation_sep1330_enums', () => ({ choice: form('Which?', choices) })),
  defineTool({
    name: 'test_input_required_result_multi_round',
    title: 'Asks twice',
    description: 'Asks one thing, and another once that is answered.',
    input: z.object({}),
    access: 'read',
    async run(_, { ask }) {
      const { step1 } = await ask({ step1: form('Step 1: what is your name?', field('name')) });
      const { step2 } = await ask({ step2: form('Step 2: which colour do you like?', field('color')) });
      return `${step1.content?.name} likes ${step2.content?.color}`;
    },
  }),
  defineTool({
    name: 'test_elicitation',
    title: 'Asks its user',
    description: 'Shows a message to the user and answers with their answer.',
    input: z.object({ message: z.string() }),
    access: 'read',
    run: async ({ message }, { ask }) =>
      JSON.stringify(await ask({ answer: form(message, field('username')) })),
  }),
  defineTool({
    name: 'test_sampling',
    title: 'Asks the model',
    description: 'Puts a prompt to the model of the client and answers with its answer.',
    input: z.object({ prompt: z.string() }),
    access: 'read',
    run: async ({ prompt }, { ask }) =>
      JSON.stringify((await ask({ answer: sample(prompt) })).answer.result.content),
  }),
];
