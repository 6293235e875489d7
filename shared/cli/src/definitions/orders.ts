import { escaped } from '@ashlar/entry-checks';
import { INVISIBLE } from '@ashlar/kit/files';
import { type Definitions, KINDS } from './definitions.ts';

/** How texts read that are meant to steer a model past its user, and not to say what a tool does. */
const ORDERS: readonly [RegExp, string][] = [
  [
    /\b(ignore|disregard|forget)\b.{0,30}\b(previous|prior|above|other|all)\b.{0,30}\b(instructions?|rules?|tools?|prompts?)\b/i,
    'tells a model to ignore what it was told',
  ],
  [
    /\b(do not|don't|never)\b.{0,20}\b(tell|mention|inform|show|reveal)\b.{0,30}\b(the )?user\b/i,
    'tells a model to hide something from its user',
  ],
  [/<\s*(important|system|secret|instructions?)\s*>/i, 'has a tag of the kind that gives orders'],
  [
    /\b(before|after|whenever|each time)\b.{0,20}\b(using|calling|you (use|call))\b.{0,20}\b(any|this|other|another)\b.{0,10}\btools?\b/i,
    'tells a model what to do when it uses tools',
  ],
  [
    /(~\/|\/home\/|\/root\/|\.)(ssh|aws|gnupg|kube)\/|\bid_(rsa|ed25519)\b|\bmcp\.json\b|\/etc\/passwd/i,
    'names files with secrets',
  ],
];

/** What in definitions nobody sees, or is an order to a model; a sentence each. */
export function suspicions({ instructions, ...kinds }: Definitions): string[] {
  return [
    ...suspicionsOf('instructions', instructions),
    ...Object.entries(KINDS).flatMap(([kind, title]) =>
      Object.entries(kinds[kind as keyof typeof kinds]).flatMap(([name, definition]) =>
        suspicionsOf(`${title} ${escaped(name)}`, JSON.stringify(definition)),
      ),
    ),
  ];
}

function suspicionsOf(where: string, text: string): string[] {
  const hidden = new RegExp(INVISIBLE).exec(text)?.[0];
  const orders = ORDERS.flatMap(([pattern, what]) => {
    const found = pattern.exec(text)?.[0];
    return found === undefined ? [] : [`${where} ${what}: ${escaped(found)}`];
  });
  return [
    ...(hidden === undefined ? [] : [`${where} has characters that are not seen (${escaped(hidden)})`]),
    ...orders,
  ];
}
