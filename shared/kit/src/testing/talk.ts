import { expect } from 'vitest';
import type { Result, TestClient } from './client.ts';

/** Calls as a test makes them, and what comes of them. */
export interface Talk {
  call(tool: string, input?: object, options?: { signal?: AbortSignal }): Promise<Result>;
  /** The texts of an answer, one a block. Fails where the call does. */
  says(tool: string, input?: object): Promise<string[]>;
  /** What a call is refused with: code, sentence, hint. Fails where it is not. */
  refuses(tool: string, input?: object): Promise<string>;
}

/** `most` are the bytes that an answer may have, where the test has no reason to ask for more. */
export function talkTo(client: TestClient, { most = Infinity }: { most?: number } = {}): Talk {
  const call: Talk['call'] = (tool, input = {}, options) => client.call(tool, input, options);
  return {
    call,
    async says(tool, input) {
      const result = await call(tool, input);
      const said = textsOf(result);
      expect(result.isError ?? false, said.join('\n')).toBe(false);
      expect(Buffer.byteLength(said.join('\n'))).toBeLessThanOrEqual(most);
      return said;
    },
    async refuses(tool, input) {
      const result = await call(tool, input);
      const said = textsOf(result).join('\n');
      expect(result.isError ?? false, said).toBe(true);
      return said;
    },
  };
}

/** The texts of a result; blocks of another kind have none. */
export function textsOf({ content }: Result): string[] {
  return content.flatMap(({ text }) => (text === undefined ? [] : [text]));
}
