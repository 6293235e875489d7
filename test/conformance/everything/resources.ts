import { defineResource } from '../../../shared/kit/src/index.ts';
import { PIXEL } from './content.ts';

/** Something to read of every kind. */
export const resources = [
  defineResource({
    name: 'static_text',
    title: 'A text',
    description: 'Always the same text.',
    uri: 'test://static-text',
    mimeType: 'text/plain',
    read: async (uri) => ({ contents: [{ uri, mimeType: 'text/plain', text: 'Always the same text.' }] }),
  }),
  defineResource({
    name: 'static_binary',
    title: 'An image',
    description: 'Always the same image.',
    uri: 'test://static-binary',
    mimeType: 'image/png',
    read: async (uri) => ({ contents: [{ uri, mimeType: 'image/png', blob: PIXEL }] }),
  }),
  defineResource({
    name: 'template',
    title: 'Data by id',
    description: 'Data with the id that was asked for.',
    uri: 'test://template/{id}/data',
    mimeType: 'application/json',
    read: async (uri, { id }) => ({
      contents: [
        { uri, mimeType: 'application/json', text: JSON.stringify({ id, data: `Data for ID: ${id}` }) },
      ],
    }),
  }),
  defineResource({
    name: 'watched',
    title: 'A watched text',
    description: 'A text that can be watched.',
    uri: 'test://watched-resource',
    mimeType: 'text/plain',
    read: async (uri) => ({ contents: [{ uri, mimeType: 'text/plain', text: 'Watched.' }] }),
    watch: async () => () => {},
  }),
];
