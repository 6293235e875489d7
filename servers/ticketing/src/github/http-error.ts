/**
 * A failure as Octokit throws it, an `AnswerError`, of an answer that Octokit takes for a good one. Where nothing is given
 * it is that of no answer.
 */
export function httpError(message: string, url: string, answer: { status?: number; response?: object } = {}) {
  const request = { method: 'GET', url };
  return Object.assign(new Error(message), { name: 'HttpError', status: 500, request, ...answer });
}
