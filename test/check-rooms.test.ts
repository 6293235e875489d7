import { describe, expect, it } from 'vitest';
import { imports } from '../scripts/check/imports.ts';
import { type Rooms, wrongRooms } from '../scripts/check/rooms.ts';
import { finds } from './finds.ts';
import { planted } from './planted.ts';

const KIT = 'shared/kit/src';

describe('the check imports, in the kit', () => {
  finds(imports, [
    [
      'a room that knows one it may not know',
      { [`${KIT}/build/a.ts`]: "import { call } from '../call/call.ts';\n" },
      `${KIT}/build/a.ts may not import ${KIT}/call/call.ts: build does not know call`,
    ],
    [
      'the same by a type',
      { [`${KIT}/build/a.ts`]: "import type { Host } from '../host/host.ts';\n" },
      `${KIT}/build/a.ts may not import ${KIT}/host/host.ts: build does not know host`,
    ],
    [
      'the same once it is needed',
      { [`${KIT}/build/a.ts`]: "const late = () => import('../call/call.ts');\n" },
      `${KIT}/build/a.ts may not import ${KIT}/call/call.ts: build does not know call`,
    ],
    [
      'a file beside the rooms that knows one of them',
      { [`${KIT}/visible.ts`]: "import '../src/log/log.ts';\n" },
      `${KIT}/visible.ts may not import ${KIT}/log/log.ts: visible does not know log`,
    ],
    [
      'a kit that knows a server',
      { [`${KIT}/build/a.ts`]: "import '../../../../servers/tiny/src/server.ts';\n" },
      `${KIT}/build/a.ts leaves the kit: servers/tiny/src/server.ts`,
    ],
    [
      'a room that nobody has given a place',
      { [`${KIT}/attic/a.ts`]: 'export const a = 1;\n' },
      `${KIT}: attic has no place in the table of rooms`,
    ],
    [
      'a permission that nobody uses',
      { [`${KIT}/log/a.ts`]: 'export const a = 1;\n' },
      `${KIT}: log may know visible and does not: take it out of the table of rooms`,
    ],
    [
      'two files of a room that know each other, one by a type',
      {
        [`${KIT}/bench/one.ts`]: "import { two } from './two.ts';\n",
        [`${KIT}/bench/two.ts`]: "import type { One } from './one.ts';\n",
      },
      `a circle of imports, types counted: ${KIT}/bench/one.ts → ${KIT}/bench/two.ts → ${KIT}/bench/one.ts`,
    ],
  ]);

  it('finds rooms that the table lets know each other in a circle', async () => {
    const room = (knows: string) => ({ holds: '', knows });
    const table: Rooms = { errors: room(''), log: room('call'), call: room('state'), state: room('log') };
    expect(wrongRooms(await planted(), table)).toEqual(['a circle of rooms: log → call → state → log']);
  });
});
