import type { PromptDefinition } from '@ashlar/kit';

type Messages = Awaited<ReturnType<PromptDefinition<Record<never, never>, unknown>['render']>>;

/** Instructions in words of ours, and behind them, each for itself, what others wrote. */
export function messagesOf(instructions: readonly string[], ...data: readonly string[]): Messages {
  return [instructions.join('\n'), ...data.filter((text) => text !== '')].map((text) => ({
    role: 'user',
    content: { type: 'text', text },
  }));
}
