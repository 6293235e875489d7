import { expect } from 'vitest';
import { CLIENTS, type ClientKind, type Command, connectStdio } from '../../shared/kit/src/testing/client.ts';
import { saysOnly } from './said.ts';

/** Progress that SDK v2 tells of its own: that it has the server's questions answered. */
const OF_THE_CLIENT = /^Fulfilling input required/;

/** What a page shows of a client and a server. */
interface Turn {
  /** A tool with its input, `/prompt` with its arguments, or a URI. */
  asked: string;
  input: Record<string, unknown>;
  answer: string;
}

/**
 * Has the dialogue of a page with the program that it made, as a client of each kind:
 * `> tool {input}`, below it what the model gets, and before that `. a message of progress` and
 * `? what a person is asked` with ` yes`, ` no` or the form that they fill in behind it.
 */
export async function haveDialogue(text: string, command: Command): Promise<void> {
  for (const kind of CLIENTS) expect(await had(text, command, kind), kind).toBe(true);
}

async function had(text: string, command: Command, kind: ClientKind): Promise<true> {
  const told: string[] = [];
  const decisions = [...text.matchAll(/^\? .* (yes|no|\{.*\})$/gm)].map(([, word = '']) => word);
  const client = await connectStdio(kind, command, (message) => {
    const decision = decisions.shift() ?? 'no';
    told.push(`? ${message.replaceAll('\n', ' ')} ${decision}`);
    if (decision.startsWith('{')) return JSON.parse(decision);
    return decision === 'yes' ? 'accept' : 'decline';
  });
  try {
    for (const { asked, input, answer } of turnsOf(text)) {
      told.length = 0;
      const onprogress: OnProgress = ({ message = '' }) => {
        if (!OF_THE_CLIENT.test(message)) told.push(`. ${message}`);
      };
      told.push(await answerTo(client, asked, input, onprogress));
      if (!saysOnly(told.join('\n'), answer)) expect(told.join('\n'), `${kind}: ${asked}`).toBe(answer);
    }
    return true;
  } finally {
    await client.close();
  }
}

function turnsOf(text: string): Turn[] {
  return text
    .split(/^> /m)
    .slice(1)
    .map((turn) => {
      const [head = '', ...answer] = turn.trimEnd().split('\n');
      const [, asked = '', input = '{}'] = /^(\S+)(?: (\{.*\}))?$/.exec(head) ?? [];
      return { asked, input: JSON.parse(input), answer: answer.join('\n') };
    });
}

type Client = Awaited<ReturnType<typeof connectStdio>>;
type OnProgress = (progress: { message?: string | undefined }) => void;

async function answerTo(
  client: Client,
  asked: string,
  input: Record<string, unknown>,
  onprogress: OnProgress,
): Promise<string> {
  if (asked.includes('://')) {
    const { contents } = await client.sdk.readResource({ uri: asked });
    return contents.map((content) => ('text' in content ? content.text : '')).join('\n');
  }
  if (asked.startsWith('/')) {
    const prompt = { name: asked.slice(1), arguments: input as Record<string, string> };
    const { messages } = await client.sdk.getPrompt(prompt);
    return messages.map(({ content }) => ('text' in content ? content.text : '')).join('\n');
  }
  const { content } = await client.call(asked, input, { onprogress });
  return content.map(({ text = '' }) => text).join('\n');
}
