import type { InputRequiredResult } from '@modelcontextprotocol/server';

/** Ends a run that has to ask the client first. No failure: the call comes again with the answers. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
  readonly question: InputRequiredResult;

  constructor(question: InputRequiredResult) {
    super('The client is asked first.');
    this.question = question;
  }
}
