import * as z from 'zod';
import { type CallContext, defineTool, type Reply, ToolError } from '../../../shared/kit/src/index.ts';

/** One red pixel (PNG), and a sample of silence (WAV). */
export const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';
const SILENCE = 'UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQIAAAAAAA==';

const image = { type: 'image', data: PIXEL, mimeType: 'image/png' } as const;

/** A tool without parameters that does one thing. */
function oneThing(
  name: string,
  description: string,
  run: (context: CallContext<unknown>) => Promise<Reply> | Reply,
) {
  const input = z.object({});
  return defineTool({
    name,
    title: description,
    description,
    input,
    access: 'read',
    run: async (_, context) => run(context),
  });
}

/** What a tool may answer, one kind each. */
export const contentTools = [
  oneThing('test_simple_text', 'Answers a text.', () => 'A text, for tests.'),
  oneThing('test_image_content', 'Answers an image.', () => [image]),
  oneThing('test_audio_content', 'Answers a sound.', () => [
    { type: 'audio', data: SILENCE, mimeType: 'audio/wav' },
  ]),
  oneThing('test_embedded_resource', 'Answers a resource.', () => [
    {
      type: 'resource',
      resource: { uri: 'test://embedded-resource', mimeType: 'text/plain', text: 'A resource in an answer.' },
    },
  ]),
  oneThing('test_multiple_content_types', 'Answers a text, an image and a resource.', () => [
    { type: 'text', text: 'Several kinds:' },
    image,
    {
      type: 'resource',
      resource: { uri: 'test://mixed-content-resource', mimeType: 'application/json', text: '{"value":123}' },
    },
  ]),
  oneThing('test_error_handling', 'Fails.', () => {
    throw new ToolError('not_found', 'This tool always fails.');
  }),
];

/** An input in more words of JSON Schema than Zod has; `refine` holds calls to them. */
export const schemaTool = defineTool({
  name: 'json_schema_2020_12_tool',
  title: 'JSON Schema 2020-12',
  description: 'Takes an input that is described in much of JSON Schema 2020-12.',
  input: z
    .object({
      name: z.string().optional(),
      address: z
        .object({ street: z.string().optional(), city: z.string().optional() })
        .meta({ id: 'address', $anchor: 'addressDef' })
        .optional(),
      contactMethod: z.enum(['phone', 'email']).optional(),
      phone: z.string().optional(),
      email: z.string().optional(),
    })
    .refine(({ phone, email }) => phone !== undefined || email !== undefined, 'needs a phone or an email')
    .meta({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
      if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { required: ['phone'] },
      else: { required: ['email'] },
    }),
  access: 'read',
  run: async ({ phone, email }) => phone ?? email ?? '',
});

/** A parameter that is a header too. */
export const headerTool = defineTool({
  name: 'test_header_parameter',
  title: 'A parameter in a header',
  description: 'Answers the region that stands in its arguments and in a header.',
  input: z.object({ region: z.string().meta({ 'x-mcp-header': 'Region' }) }),
  access: 'read',
  run: async ({ region }) => region,
});
