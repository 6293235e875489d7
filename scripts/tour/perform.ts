import { styleText } from 'node:util';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import type { Result, TestClient } from '../../shared/kit/src/testing/client.ts';
import { answerLines, callLines } from './print.ts';
import { type Step, textOf } from './step.ts';

/**
 * Says what comes, calls the tool as a client would, and prints what a model would be given. Throws where the server
 * refuses or succeeds against what the step expects.
 */
export async function perform(
  client: TestClient,
  step: Step,
  before: Result,
  signal: AbortSignal,
): Promise<Result> {
  const input = typeof step.input === 'function' ? step.input(before) : step.input;
  console.log(styleText('cyan', step.say));
  console.log(callLines(step.tool, input).join('\n'));
  const started = performance.now();
  const result = await client.call(step.tool, input, { signal });
  const ms = performance.now() - started;
  const text = textOf(result);
  if ((result.isError === true) !== (step.refused === true)) {
    throw new Error(`${step.tool} ${result.isError ? 'failed' : 'succeeded'} unexpectedly: ${text}`);
  }
  for (const line of answerLines(text)) console.log(step.refused ? styleText('yellow', line) : line);
  console.log(styleText('dim', `  ${ms.toFixed(1)} ms, ${encode(text).length} tokens\n`));
  return result;
}
