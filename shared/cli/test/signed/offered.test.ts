import { lockOf } from '@ashlar/kit/lock';
import { describe, expect, it } from 'vitest';
import { offeredAsSigned } from '../../src/signed/offered.ts';

const tool = {
  name: 'query',
  title: 'Query',
  description: 'Asks.',
  inputSchema: {
    type: 'object',
    properties: {
      sql: { type: 'string', description: 'One statement.' },
      source: { enum: ['a', 'b'] },
      parts: { type: 'array', items: { enum: ['head', 'body'] } },
    },
    required: ['sql', 'source'],
  },
  annotations: { readOnlyHint: true },
};
const report = { name: 'report', uri: 'vault://sample/report', description: 'What is wrong.' };
const ask = { name: 'ask', description: 'Asks well.' };
const lock = lockOf(
  {
    instructions: 'Files below <sample>.',
    tools: [tool, { ...tool, name: 'explain' }],
    resources: [report],
    resourceTemplates: [],
    prompts: [ask],
  },
  () => 0,
);
const whole = {
  instructions: 'Files below /tmp/x/sample.',
  tools: { query: tool, explain: { ...tool, name: 'explain' } },
  resources: { [report.uri]: report },
  prompts: { ask },
};
const withTool = (changed: object) => ({ ...whole, tools: { query: { ...tool, ...changed } } });
const withInput = (changed: object) => withTool({ inputSchema: { ...tool.inputSchema, ...changed } });
const { sql, source, parts } = tool.inputSchema.properties;

describe('what a server offers', () => {
  it('is all that was signed, on the sample', () => {
    expect(offeredAsSigned(lock, whole, new Map([['sample', '/tmp/x/sample']]))).toEqual({ differences: [] });
  });

  it.each([
    ['nothing at all', { ...whole, tools: {}, prompts: {}, resources: {} }],
    ['a tool less', withTool({})],
    ['a parameter less', withInput({ properties: { sql, parts }, required: ['sql'] })],
    ['no parameter', withInput({ properties: {}, required: [] })],
    ['a choice less', withInput({ properties: { sql, source: { enum: ['b'] }, parts } })],
    [
      'a choice less for each of a list',
      withInput({ properties: { sql, source, parts: { ...parts, items: { enum: ['head'] } } } }),
    ],
    [
      'a resource under the name of its operator',
      { ...whole, resources: { 'vault://notes/report': { ...report, uri: 'vault://notes/report' } } },
    ],
  ])('may be less: %s', (_, now) => {
    expect(offeredAsSigned(lock, now).differences).toEqual([]);
  });

  it.each<[string, object]>([
    ['a tool more', { ...whole, tools: { ...whole.tools, send: { ...tool, name: 'send' } } }],
    ['a tool under the name of another', { ...whole, tools: { explain: tool } }],
    ['another description', withTool({ description: 'Asks, and sends.' })],
    ['another title', withTool({ title: 'Send' })],
    ['another hint', withTool({ annotations: { readOnlyHint: false } })],
    ['an icon', withTool({ icons: [{ src: 'https://example.com' }] })],
    ['_meta', withTool({ _meta: { ui: 'x' } })],
    ['an output schema', withTool({ outputSchema: { type: 'object' } })],
    ['no description', withTool({ description: undefined })],
    [
      'a parameter more',
      withInput({ properties: { ...tool.inputSchema.properties, note: { type: 'string' } } }),
    ],
    [
      'a parameter told otherwise',
      withInput({ properties: { sql: { ...sql, description: 'And ~/.ssh.' } } }),
    ],
    ['a choice more', withInput({ properties: { sql, parts, source: { enum: ['a', 'b', 'c'] } } })],
    ['no choice at all', withInput({ properties: { sql, parts, source: { enum: [] } } })],
    ['any choice', withInput({ properties: { sql, parts, source: {} } })],
    [
      'a choice more in a list',
      withInput({ properties: { sql, source, parts: { ...parts, items: { enum: ['x'] } } } }),
    ],
    ['a parameter that is needed no more', withInput({ required: ['sql'] })],
    ['a parameter that is needed now', withInput({ required: ['sql', 'source', 'parts'] })],
    ['other rules for the input', withInput({ additionalProperties: true })],
    ['no input schema', withTool({ inputSchema: null })],
    ['a prompt more', { ...whole, prompts: { ask, tell: ask } }],
    ['a prompt told otherwise', { ...whole, prompts: { ask: { ...ask, description: 'Tells.' } } }],
    ['a resource told otherwise', { ...whole, resources: { [report.uri]: { ...report, description: '' } } }],
    [
      'a resource of another scheme',
      { ...whole, resources: { 'file:///x': { ...report, uri: 'file:///x' } } },
    ],
    [
      'a template in the place of a resource',
      { ...whole, resources: { x: { ...report, uri: undefined, uriTemplate: 'vault://{+any}' } } },
    ],
  ])('may not be else: %s', (_, now) => {
    expect(offeredAsSigned(lock, now as typeof whole).differences).not.toEqual([]);
  });

  it('may be told to a model in words that name what its operator configured, and these are shown', () => {
    expect(offeredAsSigned(lock, { ...whole, instructions: 'Files below /home.' })).toEqual({
      differences: [],
      instructions: 'Files below /home.',
    });
  });
});
