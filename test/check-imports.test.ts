import { describe, expect, it } from 'vitest';
import { imports } from '../scripts/check/imports.ts';
import { type Fault, finds } from './finds.ts';
import { planted } from './planted.ts';

/** A statement in a file of the tiny server, and what it imports that it may not. */
function forbidden(what: string, file: string, statement: string, imported: string): Fault {
  const path = `servers/tiny/src/${file}`;
  return [what, { [path]: `${statement}\n` }, `${path} may not import ${imported}`];
}

const TOOL = 'tools/say-hi.ts';

describe('the check imports', () => {
  finds(imports, [
    forbidden('a bin that goes past the server', 'main.ts', `import './${TOOL}';`, TOOL),
    forbidden(
      'a tool that knows the server',
      'tools/bye.ts',
      "import { a } from '../server.ts';",
      'server.ts',
    ),
    forbidden('a tool that knows another', 'tools/bye.ts', "import { a } from './say-hi.ts';", TOOL),
    forbidden('a tool that knows resources', 'tools/bye.ts', "import '../resources/a.ts';", 'resources/a.ts'),
    forbidden('a resource that knows a tool', 'resources/a.ts', `import '../${TOOL}';`, TOOL),
    forbidden('options that know a tool', 'options.ts', `import './${TOOL}';`, TOOL),
    forbidden('a domain that knows a tool', 'greeting/a.ts', `export * from '../${TOOL}';`, TOOL),
    forbidden('a domain that loads a tool late', 'greeting/a.ts', `await import('../${TOOL}');`, TOOL),
    forbidden('a domain that knows options', 'greeting/a.ts', "import '../options.ts';", 'options.ts'),
    forbidden('a domain that knows the kit', 'greeting/a.ts', "import '@ashlar/kit';", '@ashlar/kit'),
    forbidden('a tool that tests', 'tools/bye.ts', "import '@ashlar/kit/testing';", '@ashlar/kit/testing'),
    forbidden(
      'a server that knows the SDK',
      'server.ts',
      "import '@modelcontextprotocol/server';",
      'the SDK',
    ),
    forbidden('another server by its name', 'server.ts', "import '@ashlar/vault';", '@ashlar/vault'),
    [
      'another server by its path',
      { 'servers/tiny/src/server.ts': "import '../../vault/src/notes.ts';\n" },
      'servers/tiny/src/server.ts leaves its package: ../../vault/src/notes.ts',
    ],
    [
      'a circle',
      {
        'servers/tiny/src/greeting/one.ts': "import { two } from './two.ts';\n",
        'servers/tiny/src/greeting/two.ts': "import { one } from './one.ts';\n",
      },
      'a circle of imports: servers/tiny/src/greeting/one.ts → servers/tiny/src/greeting/two.ts → servers/tiny/src/greeting/one.ts',
    ],
    [
      'checks of entries that know the command line',
      { 'shared/entry-checks/src/lock.ts': "import '../../cli/src/lock/lock-file.ts';\n" },
      'shared/entry-checks/src/lock.ts may not import shared/cli/src/lock/lock-file.ts',
    ],
    [
      'a circle of the command line',
      {
        'shared/cli/package.json': '{ "name": "ashlar", "version": "1.2.3" }',
        'shared/cli/src/probe/one.ts': "import { two } from './two.ts';\n",
        'shared/cli/src/probe/two.ts': "import { one } from './one.ts';\n",
      },
      'a circle of imports: shared/cli/src/probe/one.ts → shared/cli/src/probe/two.ts → shared/cli/src/probe/one.ts',
    ],
  ]);

  it('lets the domain throw what the kit understands, and types name each other', async () => {
    const files = {
      'servers/tiny/src/greeting/one.ts':
        "import { ToolError } from '@ashlar/kit/errors';\nimport { two } from './two.ts';\n",
      'servers/tiny/src/greeting/two.ts': "import type { One } from './one.ts';\n",
    };
    expect(await imports(await planted(files))).toEqual([]);
  });
});
