import { holdsSecret, ToolError } from '@ashlar/kit';

/** Throws `ToolError` (`forbidden`) where a text that is to be written holds what looks like a secret. */
export function refuseSecrets(texts: Readonly<Record<string, string | undefined>>): void {
  for (const [field, text] of Object.entries(texts)) {
    if (text === undefined || !holdsSecret(text)) continue;
    throw new ToolError('forbidden', `${field}: holds what looks like a key, a token or a password.`, {
      hint: 'Write it without: whoever reads the ticket would have it.',
      retryable: false,
    });
  }
}
