import { ANSWER_MS } from '../../shared/kit/src/approval/answer.ts';
import { table } from '../../shared/kit/src/generate/parts.ts';
import { CALL_TIMEOUT_MS } from '../../shared/kit/src/host/host.ts';
import { ALL_BYTES, SESSION_BYTES } from '../../shared/kit/src/http/sessions/event-store.ts';
import { IDLE_MS, SESSIONS_PER_CALLER } from '../../shared/kit/src/http/sessions/places.ts';
import { KEPT_MS } from '../../shared/kit/src/identity/tokens/verified-tokens.ts';
import { MAX_WATCHED } from '../../shared/kit/src/protocol/subscriptions.ts';
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
      ['resources that one subscription names, or a client of 2025 is subscribed to', String(MAX_WATCHED)],
      ['sessions of one caller on one instance', String(SESSIONS_PER_CALLER)],
      ['a session of which nothing is open', seconds(IDLE_MS)],
      ['what a session keeps for a client that comes back', megabytes(SESSION_BYTES)],
      ['what all sessions of an instance keep', megabytes(ALL_BYTES)],
    ],
  );
}

function megabytes(bytes: number): string {
  return `${bytes / 1_024 / 1_024} MB`;
}

function seconds(milliseconds: number): string {
  return milliseconds % 60_000 === 0 && milliseconds > 60_000
    ? `${milliseconds / 60_000} min`
    : `${milliseconds / 1_000} s`;
}
