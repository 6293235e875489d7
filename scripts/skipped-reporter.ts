import type { Reporter, SerializedError, TestModule, Vitest } from 'vitest/node';

/** Ends a run with the name of every test that did not run here, and the totals alone on the last line. */
export default class SkippedReporter implements Reporter {
  #chosenByName = false;

  onInit({ config }: Vitest): void {
    this.#chosenByName = config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state: string) => tests.filter((test) => test.result().state === state);
    const skipped = [...inState('skipped'), ...inState('pending')];
    // A test that fails to load, or whose preparation fails, never runs: its file or group counts as failed.
    const broken = modules.flatMap((module) => [module, ...module.children.allSuites()]);
    const failed =
      inState('failed').length + broken.filter((one) => one.errors().length > 0).length + unhandled.length;
    for (const test of this.#chosenByName ? [] : skipped) {
      const result = test.result();
      const why = 'note' in result && result.note ? ` (${result.note})` : '';
      console.log(`not run here: ${test.module.relativeModuleId}: ${test.fullName}${why}`);
    }
    console.log(`${inState('passed').length} passed, ${failed} failed, ${skipped.length} skipped`);
  }
}
