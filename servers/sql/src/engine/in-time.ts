import type { ToolError } from '@ashlar/kit/errors';
import { Deadline } from './deadline.ts';
import type { Terms } from './engine.ts';
import { cancelled } from './refusals.ts';

/**
 * What is waited for (a free connection), or that it is not waited for any longer: then it is given back when it comes
 * after all. Failures become what `failed` makes of them.
 */
export async function inTime<T>(
  arrive: () => Promise<T>,
  terms: Terms,
  { giveBack, failed }: { giveBack(late: T): void; failed(error: unknown): ToolError },
): Promise<T> {
  if (terms.signal?.aborted) throw cancelled();
  return new Promise<T>((resolve, reject) => {
    let late = false;
    const deadline = new Deadline(terms, (why) => {
      late = true;
      reject(why);
    });
    arrive().then(
      (arrived) => {
        deadline.release();
        if (late) giveBack(arrived);
        else resolve(arrived);
      },
      (error) => {
        deadline.release();
        reject(failed(error));
      },
    );
  });
}
