import fc from 'fast-check';
import { expect, it } from 'vitest';
import { namingOf } from '../shared/cli/src/fork/naming.ts';
import { commandOf, environmentOf } from '../shared/kit/src/manifest.ts';

it('calls the program and variables of a fork as the kit will', () => {
  const part = fc.stringMatching(/^[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,4})?$/);
  const family = fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,4})?$/);
  fc.assert(
    fc.property(fc.option(family), part, (scope, word) => {
      const naming = namingOf(scope === null ? word : `@${scope}/${word}`);
      const manifest = { name: naming.package, version: '0.0.0', bin: { [naming.program]: '' } };
      expect(commandOf({ manifest })).toBe(naming.program);
      expect(environmentOf({ name: naming.server, manifest })).toBe(naming.environment);
      expect(naming.environment).toMatch(/^[A-Z_][A-Z0-9_]*$/);
    }),
  );
});
