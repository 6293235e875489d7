import { ANSWER_MS } from '../../shared/kit/src/approval/answer.ts';
import { table } from '../../shared/kit/src/generate/parts.ts';
import { CALL_TIMEOUT_MS } from '../../shared/kit/src/host/host.ts';
import { KEPT_MS } from '../../shared/kit/src/identity/tokens/verified-tokens.ts';
import { STOP_MS } from '../../shared/kit/src/run.ts';

/** A table of the bounds that hold for every server and that no option changes. */
export function bounds(): string {
  return table(
    ['what', 'at most'],
    [
      ['a call', seconds(CALL_TIMEOUT_MS)],
      ['from the question to a person until their answer', seconds(ANSWER_MS)],
      ['a token that was verified is taken for it', seconds(KEPT_MS)],
      ['calls in flight when the server is told to stop', seconds(STOP_MS)],
    ],
  );
}

function seconds(milliseconds: number): string {
  return milliseconds % 60_000 === 0 && milliseconds > 60_000
    ? `${milliseconds / 60_000} min`
    : `${milliseconds / 1_000} s`;
}
