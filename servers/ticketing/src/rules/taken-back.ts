/** No failure: it takes the way of one through a transaction, so that nothing is written, with what would be answered. */
export class TakenBack<T> extends Error {
  readonly answer: T;

  constructor(answer: T) {
    super('taken back');
    this.answer = answer;
  }
}
