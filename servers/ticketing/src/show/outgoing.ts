import { holdsSecret, ToolError } from '@ashlar/kit';

/** What is given for a field: a text, or several, such as labels. */
type Given = string | readonly string[] | undefined;

/** Throws `ToolError` (`forbidden`) where a text that is to be written holds what looks like a secret. */
export function refuseSecrets(given: Readonly<Record<string, Given>>): void {
  for (const [field, texts] of Object.entries(given)) {
    for (const text of [texts].flat()) {
      if (text === undefined || !holdsSecret(text)) continue;
      throw new ToolError('forbidden', `${field}: holds what looks like a key, a token or a password.`, {
        hint: 'Write it without: whoever reads the ticket would have it.',
        retryable: false,
      });
    }
  }
}
