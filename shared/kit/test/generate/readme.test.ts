import { expect, it } from 'vitest';
import type { Loaded } from '../../src/generate/load.ts';
import { readme } from '../../src/generate/readme.ts';

const option = {
  key: 'depth',
  flag: '--depth',
  env: 'ASHLAR_DEPTH',
  kind: 'number',
  description: 'How deep | how far.',
  choices: [],
  required: false,
  default: 3,
};
const tool = {
  name: 'sell',
  access: 'write',
  description: 'Sells\nbread.',
  input: { shape: { loaf: {}, price: {} } },
};
const loaded = { server: { tools: [tool] }, options: [option] } as unknown as Loaded;

const part = (name: string, text = '') => `<!-- generated:${name} -->\n${text}<!-- /generated -->`;
const README = `# Shop\n\n${part('tools', 'old words\n')}\n\nBetween.\n\n${part('options')}\nEnd.\n`;

it('fills its parts and leaves everything else', () => {
  expect(readme(README, loaded)).toMatchInlineSnapshot(`
    "# Shop

    <!-- generated:tools -->

    | tool | access | what it does | input |
    | --- | --- | --- | --- |
    | \`sell\` | write | Sells bread. | \`loaf\` \`price\` |

    <!-- /generated -->

    Between.

    <!-- generated:options -->

    | option | environment | what it does | default |
    | --- | --- | --- | --- |
    | \`--depth\` | \`ASHLAR_DEPTH\` | How deep \\| how far. | \`3\` |

    <!-- /generated -->
    End.
    "
  `);
});

it('has a table of the prompts of a server that has any', () => {
  const prompt = { name: 'order', description: 'Orders bread.', input: { shape: { loaf: {}, day: {} } } };
  const prompting = { ...loaded, server: { tools: [tool], prompts: [prompt] } } as unknown as Loaded;
  expect(() => readme(README, prompting)).toThrow("'prompts' is missing");
  const filled = readme(`${README}${part('prompts')}`, prompting);
  expect(filled).toContain('| `order` | Orders bread. | `loaf` `day` |');
});

it('changes nothing the second time', () => {
  const once = readme(README, loaded);
  expect(readme(once, loaded)).toBe(once);
});

it.each([
  ['missing', `# Shop\n${part('tools')}`, /'options' is missing/],
  ['not closed', `<!-- generated:tools -->\n${part('options')}`, /'options' is missing or not closed/],
  ['unknown', `${README}${part('prices')}`, /no generated part 'prices'/],
])('says which part is %s', (_, text, problem) => {
  expect(() => readme(text, loaded)).toThrow(problem);
});

it('has a table of the resources of a server that has any', () => {
  const watch = () => {};
  const resources = [
    { name: 'menu', description: 'What there is.', uri: () => '', mimeType: 'text/plain', watch },
    { name: 'loaf', description: 'One loaf.', uri: 'shop://{+loaf}', complete: {}, watch },
  ];
  const listed = { resources: [{ name: 'menu', uri: 'shop://corner/menu' }], resourceTemplates: [] };
  const serving = { ...loaded, listed, server: { tools: [tool], resources } } as unknown as Loaded;
  expect(() => readme(README, serving)).toThrow("'resources' is missing");
  const filled = readme(`${README}${part('resources')}`, serving);
  expect(filled).toContain('| `shop://corner/menu` | What there is. | `text/plain` | updates |');
  expect(filled).toContain('| `shop://{+loaf}` | One loaf. |  | completion, updates |');
});
