import { join } from 'node:path';
import { contract, onSample } from '@ashlar/kit/testing';
import { server } from '../src/server.ts';

const folder = join(import.meta.dirname, '..');

/** What every server of the suite keeps: the kit brings the tests, and this says what to call. */
contract({
  server,
  folder,
  start: () => onSample(folder),
  succeed: [
    { tool: 'greet', input: { name: 'Ann' } },
    { tool: 'greet', input: { name: 'Ann', language: 'Français' } },
  ],
  resources: ['hello://greetings/English'],
  prompts: { introduce: { name: 'Ann' } },
  missingResource: 'hello://greetings/Klingon',
});
