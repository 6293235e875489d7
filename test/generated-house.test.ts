import { describe, expect, it } from 'vitest';
import { picture, rooms } from '../scripts/generate/house.ts';
import { withParts } from '../shared/kit/src/generate/parts.ts';
import { type Files, planted } from './planted.ts';

const KIT = 'shared/kit/src';
const part = (name: string) => `<!-- generated:${name} -->\n<!-- /generated -->`;
const PAGE = `# House\n\n${part('picture')}\n\n${part('rooms')}\n`;

const house = (text: string, root: string) =>
  withParts('docs/architecture.md', text, { picture: picture(root), rooms: rooms(root) });

/** The page of the healthy workspace with these files planted over it. */
const drawn = async (files: Files = {}) => house(PAGE, await planted(files));
const arrowsIn = (page: string) =>
  page.split('\n').filter((line) => line.includes('-->') && !/<!/.test(line));

const HOST = { [`${KIT}/host/host.ts`]: "import { state } from '../state/state.ts';\n" };

describe('the picture of the house', () => {
  it('has an arrow for every import between two rooms, of a server too', async () => {
    expect(arrowsIn(await drawn(HOST))).toEqual([
      '  room-main --> room-server',
      '  room-server --> room-tools',
      '  room-tools --> room-domain',
      '  room-tools --> room-index',
      '  room-host --> room-state',
    ]);
  });

  it('leaves out an arrow that follows from others, and not when they are gone', async () => {
    const call = {
      [`${KIT}/call/call.ts`]: "import '../host/host.ts';\nimport type { S } from '../state/state.ts';\n",
    };
    expect(arrowsIn(await drawn({ ...HOST, ...call }))).not.toContain('  room-call --> room-state');
    expect(arrowsIn(await drawn({ ...HOST, ...call }))).toContain('  room-call --> room-host');
    const apart = { [`${KIT}/host/host.ts`]: 'export const host = 1;\n' };
    expect(arrowsIn(await drawn({ ...call, ...apart }))).toContain('  room-call --> room-state');
  });

  it('has no room that anybody may use, and the table has', async () => {
    const page = await drawn(HOST);
    expect(page).toMatch(/^ +room-host\["host"\]$/m);
    expect(page).not.toMatch(/^ +room-errors/m);
    expect(page).toContain('| `errors` | why a call fails, as far as a caller may know |');
    expect(page).not.toContain('| `telemetry` |');
  });

  it('is the same the second time', async () => {
    const root = await planted(HOST);
    const once = house(PAGE, root);
    expect(house(once, root)).toBe(once);
  });
});
