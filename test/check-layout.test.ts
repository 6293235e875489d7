import { describe } from 'vitest';
import { layout } from '../scripts/check/layout.ts';
import { finds } from './finds.ts';
import { manifest } from './planted.ts';

const TINY = 'servers/tiny';
const { build: _, ...scripts } = JSON.parse(manifest({})).scripts;

describe('the check layout', () => {
  finds(layout, [
    ['a missing room', { [`${TINY}/bench/main.ts`]: null }, `${TINY} has no bench/main.ts`],
    [
      'a missing field',
      { [`${TINY}/package.json`]: manifest({ license: undefined }) },
      `${TINY}/package.json has no license`,
    ],
    [
      'a missing script',
      { [`${TINY}/package.json`]: manifest({ scripts }) },
      `${TINY}/package.json: the script build is not 'ashlar-build'`,
    ],
    [
      'another name',
      { [`${TINY}/package.json`]: manifest({ name: '@ashlar/small' }) },
      `${TINY} is called @ashlar/small`,
    ],
    [
      'another bin',
      { [`${TINY}/package.json`]: manifest({ bin: { tiny: 'dist/main.js' } }) },
      `${TINY}/package.json: bin is not ashlar-tiny`,
    ],
    [
      'a script that runs at install',
      { 'shared/kit/package.json': '{ "name": "@ashlar/kit", "scripts": { "postinstall": "node x.js" } }' },
      'shared/kit has the install script postinstall',
    ],
    [
      'a driver of the kit that a server would install, or not know the version of',
      {
        'shared/kit/package.json':
          '{ "name": "@ashlar/kit", "peerDependencies": { "driver": "^6.0.0", "other": "^1.0.0", "tool": "^1.0.0" } }',
        [`${TINY}/package.json`]: manifest({
          peerDependencies: { driver: '^6.0.0', other: '^1.0.0' },
          peerDependenciesMeta: { other: { optional: true } },
          devDependencies: { tool: '1.0.0' },
        }),
      },
      `${TINY}/package.json: driver ^6.0.0 is not an optional peer`,
    ],
    [
      'a tool in a file of another name',
      { [`${TINY}/src/tools/greet.ts`]: "export const bye = defineTool({\n  name: 'bye',\n});\n" },
      `${TINY}/src/tools/greet.ts does not define the one tool 'greet'`,
    ],
    [
      'two tools in a file',
      {
        [`${TINY}/src/tools/bye.ts`]:
          "export const bye = defineTool({\n  name: 'bye',\n});\nexport const ciao = defineTool({\n  name: 'ciao',\n});\n",
      },
      `${TINY}/src/tools/bye.ts does not define the one tool 'bye'`,
    ],
    [
      'a tool in a folder below',
      { [`${TINY}/src/tools/more/bye.ts`]: "export const bye = defineTool({\n  name: 'bye',\n});\n" },
      `${TINY}/src/tools/more/bye.ts does not define the one tool 'bye'`,
    ],
    [
      'a tool elsewhere',
      { [`${TINY}/src/greeting/bye.ts`]: "export const bye = defineTool({\n  name: 'bye',\n});\n" },
      `${TINY}/src/greeting/bye.ts defines the tool 'bye' outside of src/tools`,
    ],
    [
      'a file in tools without one',
      { [`${TINY}/src/tools/words.ts`]: '' },
      `${TINY}/src/tools/words.ts does not define the one tool 'words'`,
    ],
    [
      'a drawer among the scripts',
      { 'scripts/common/a.mjs': '' },
      'scripts/common is a drawer: name it after what it holds',
    ],
    [
      'a folder whose name says nothing',
      { [`${TINY}/src/utils/pad.ts`]: '' },
      `${TINY}/src/utils is a drawer: name it after what it holds`,
    ],
    [
      'a file whose name says nothing',
      { 'shared/kit/src/helpers.ts': '' },
      'shared/kit/src/helpers is a drawer: name it after what it holds',
    ],
  ]);
});
