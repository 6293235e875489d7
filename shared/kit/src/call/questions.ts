import {
  inputRequired,
  inputResponse,
  MissingRequiredClientCapabilityError,
  ProtocolError,
  ProtocolErrorCode,
} from '@modelcontextprotocol/server';
import { ANSWER_MS } from '../approval/answer.ts';
import { type Approved, askedOf } from '../approval/asked.ts';
import type { Ability, Caller, Handles, Question } from '../context.ts';
import { ToolError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { handlesFor } from '../state/handles.ts';
import type { Entry } from './entry.ts';
import type { Exchange } from './exchange.ts';
import type { Operation } from './operation.ts';
import { RequestError } from './request-error.ts';
import { Unanswered } from './unanswered.ts';

type Answers = Record<string, unknown>;
type Questions = Readonly<Record<string, Question>>;

interface Known {
  /** In the rounds before, and what of this one was asked for. */
  answered: Answers;
  /** What came with this round. */
  answers: Readonly<Answers> | undefined;
}

/** What is sealed while questions are with the client: to which call they belong, and what is answered already. */
export interface Round {
  arguments: string;
  answers: Answers;
  /** Where a person approved the call before it asked. */
  approved?: Approved;
}

/** For the rounds of one operation and one caller. */
export function roundHandles(host: Host, { kind, name }: Operation<unknown>, caller: Caller): Handles {
  return handlesFor(host.state, `questions ${kind} ${host.server.name} ${name}`, caller);
}

/** What is known of the call that asks. */
export interface Asker {
  caller: Caller;
  input: unknown;
  exchange: Exchange;
  entry: Pick<Entry, 'approved'>;
}

const KINDS = { form: 'elicit', url: 'elicit', sampling: 'sampling', roots: 'roots' } as const;

/**
 * The questions of one call. Nothing is remembered between its rounds: what was answered goes with the client in a
 * sealed state, bound to the caller, the tool and the arguments.
 */
export class CallQuestions {
  readonly #asker: Asker;
  readonly #handles;
  #known: Promise<Known> | undefined;

  constructor(host: Host, operation: Operation<unknown>, asker: Asker) {
    this.#asker = asker;
    this.#handles = roundHandles(host, operation, asker.caller);
  }

  /** Gives the answers. Throws `Unanswered` with the questions that have none, `ToolError` where they cannot be put. */
  async ask(questions: Questions): Promise<Answers> {
    this.#known ??= this.#look();
    const { answered, answers } = await this.#known;
    const { abilities, era } = this.#asker.exchange;
    const open: Record<string, Question> = {};
    for (const [key, question] of Object.entries(questions)) {
      if (!Object.hasOwn(answered, key) && fits(question, answers, key)) answered[key] = answers?.[key];
      if (!fits(question, answered, key)) open[key] = question;
    }
    if (Object.keys(open).length > 0) {
      refuseUnlessAble(Object.values(open), abilities, era);
      const { approved } = this.#asker.entry;
      const round: Round = { arguments: this.#arguments(), answers: answered, ...(approved && { approved }) };
      const { handle } = await this.#handles.mint(round, ANSWER_MS);
      throw new Unanswered(inputRequired({ inputRequests: open, requestState: handle }));
    }
    return Object.fromEntries(Object.keys(questions).map((key) => [key, inputResponse(answered, key)]));
  }

  /** A first call has no rounds before it, and may bring answers with it all the same. */
  async #look(): Promise<Known> {
    const { answeredState, answers } = this.#asker.exchange;
    if (answeredState === undefined) return { answered: {}, answers };
    const round = (await this.#handles.open(answeredState))?.data as Round | undefined;
    // It comes with its approval, and what is answered is that.
    if (round === undefined && this.#asker.entry.approved !== undefined) return { answered: {}, answers: {} };
    if (round === undefined || round.arguments !== this.#arguments()) throw anotherState();
    return { answered: round.answers, answers };
  }

  #arguments(): string {
    return askedOf(this.#asker.input, undefined).arguments;
  }
}

function abilityOf(question: Question): Ability {
  if (question.method === 'sampling/createMessage') return 'sampling';
  if (question.method === 'roots/list') return 'roots';
  return 'mode' in question.params && question.params.mode === 'url' ? 'url' : 'form';
}

/** A client may leave questions out, and may answer what nobody asked. */
function fits(question: Question, answers: Readonly<Answers> | undefined, key: string): boolean {
  if (answers === undefined || !Object.hasOwn(answers, key)) return false;
  return inputResponse(answers, key).kind === KINDS[abilityOf(question)];
}

const NEEDED = {
  form: { capability: { elicitation: { form: {} } }, words: 'ask its user' },
  url: { capability: { elicitation: { url: {} } }, words: 'have its user open a page' },
  sampling: { capability: { sampling: {} }, words: 'ask its model' },
  roots: { capability: { roots: {} }, words: 'say which roots it has' },
} as const;

/** Specification, basic/versioning: what needs a capability that was not declared is refused with -32021. */
function refuseUnlessAble(
  questions: readonly Question[],
  abilities: readonly Ability[],
  era: Exchange['era'],
): void {
  const lacking = questions.map(abilityOf).find((ability) => !abilities.includes(ability));
  if (lacking === undefined) return;
  const { capability, words } = NEEDED[lacking];
  const message = `This takes a client that can ${words}.`;
  if (era === 'legacy') throw new ToolError('forbidden', message, { retryable: false });
  throw new RequestError(
    'forbidden',
    new MissingRequiredClientCapabilityError({ requiredCapabilities: capability }, message),
    { retryable: false },
  );
}

function anotherState(): RequestError {
  const message = 'requestState: is of another call, altered or expired. Call again without it.';
  return new RequestError('invalid_input', new ProtocolError(ProtocolErrorCode.InvalidParams, message));
}
