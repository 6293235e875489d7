/** What Vitest tells of one test. */
export interface Told {
  title: string;
  status: string;
  failureMessages?: string[];
}

/** A test that needs what this machine has not, which the tests say by themselves. */
export const SKIPPED = 'its test is skipped here';

/** How Vitest ends what did not end by itself: that says nothing of what was expected. */
const OUT_OF_TIME = /(?:Test|Hook) timed out in \d+ms/;
/** What is left does not run: whatever is tested would fail. */
const BROKEN = /^(?:ReferenceError|SyntaxError)\b/;

/** What is wrong with tests of one title that ran without their guard; undefined where one of them has noticed. */
export function verdictOn(tests: readonly Told[], messages: readonly string[] = []): string | undefined {
  if (tests.length === 0) return ['its test was not run', ...messages].join(': ');
  const failed = tests.filter(({ status }) => status === 'failed');
  const said = failed.map(({ failureMessages = [] }) => failureMessages);
  if (said.some((texts) => !texts.some((text) => OUT_OF_TIME.test(text) || BROKEN.test(text))))
    return undefined;
  if (said.flat().some((text) => BROKEN.test(text))) return 'what is left without it does not run';
  if (failed.length > 0) return 'its test ends by its time only: let it expect something';
  return tests.some(({ status }) => status === 'passed') ? 'its test passes without it' : SKIPPED;
}
